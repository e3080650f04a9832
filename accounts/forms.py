"""Forms about oneself."""

from django import forms


class JoinForm(forms.Form):
    """What we ask of somebody who joins, beside the e-mail address."""

    def signup(self, request: object, user: object) -> None:
        """Make the participant."""
