"""The languages a document can be printed in; a template holds the words of each."""

from enum import StrEnum


class Language(StrEnum):
    ENGLISH = "en"
