"""Languages that people speak: each names itself, so that its speakers find it."""

from django.db import models


class SpokenLanguage(models.TextChoices):
    """Language codes (ISO 639, the shortest there is) with the language's name for itself."""

    NL = "nl", "Nederlands"
    TR = "tr", "Türkçe"
    AR = "ar", "العربية"
    EN = "en", "English"
    BER = "ber", "Tamazight"
    SRN = "srn", "Sranantongo"
    PAP = "pap", "Papiamentu"
    ES = "es", "Español"
    FR = "fr", "Français"
    DE = "de", "Deutsch"
    PL = "pl", "Polski"
    BG = "bg", "Български"
    UK = "uk", "Українська"
    FA = "fa", "فارسی"
    UR = "ur", "اردو"
    HI = "hi", "हिन्दी"
    TW = "tw", "Twi"
    SO = "so", "Soomaali"
    TI = "ti", "ትግርኛ"
    ZH = "zh", "中文"
    PT = "pt", "Português"
    DUT_SIGN = "dse", "Nederlandse Gebarentaal"
