"""The answers that exist: where a question has only so many, they are listed here and nowhere else."""

from typing import Literal

Place = Literal["facility", "central"]
Starter = Literal["victim", "writer", "programme"]
CourtOrdered = Literal["accept", "route_out", "refuse"]
OnFailure = Literal["return", "refuse", "return_or_refuse"]
EscalatedTo = Literal["planner", "coordinator"]
Reply = Literal["none", "one_screened"]
JointLetters = Literal["return_as_one_each", "wait_for_all"]

CriterionKind = Literal["must", "must_not", "advisory"]
Bars = Literal["deposit", "release", "deposit_and_release"]
GateEffect = Literal["hold", "refuse", "route_out", "warn"]
KnownFrom = Literal["register", "intake", "victim_side"]

RequestChannel = Literal["registry_box", "public_form", "paper_form", "telephone", "post", "email"]
ContactChannel = Literal["telephone", "post", "email", "she_calls"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
IdentityCheck = Literal["call_back", "questions", "document"]
AfterNotNow = Literal["never", "at_her_request", "on_her_date"]

DisclosureDecider = Literal["victim", "never_told"]
Fact = Literal["requested", "received", "read"]
DeliveryWay = Literal["posted", "collected", "read_in_person", "read_by_phone"]
CameBack = Literal["hold_and_ask"]
KeptUntil = Literal["forever", "discharge"]  # never "delivered": a letter does not change by what a victim does (R1)
AfterDeath = Literal["hold_and_ask", "keep", "destroy"]
UpdateChoice = Literal["each", "spaced", "none"]

Relation = Literal[
    "direct_victim",
    "parent_or_guardian_of_minor",
    "guardian_of_incompetent_person",
    "family_of_homicide_victim",
    "next_of_kin",
    "household_member",
    "anyone_harmed",
]
IdentifiedBy = Literal["prosecutor", "victim_services"]
Younger = Literal["wait_until_of_age", "guardian_decides"]
BoardView = Literal["nothing", "deposit_on_request"]
ConfidentialityException = Literal["danger_to_life", "child_abuse_report", "agreement_of_all", "public_record"]
Service = Literal["dialogue", "offender_programming", "victim_services", "writing_invited"]
Language = Literal["en", "es"]

Decider = Literal["planner", "coordinator", "superintendent", "deputy_director"]
WriterException = Literal["none", "deputy_director"]
DialogueMode = Literal["face_to_face", "other"]
Assessor = Literal["case_manager", "chaplain"]
Assessed = Literal["capacity", "willingness", "guilt_admitted", "responsibility_accepted"]
MeetingPlace = Literal["correctional_facility", "agreed_place"]
Side = Literal["victim", "writer"]
FacilitatorSource = Literal["employees", "volunteers"]
Officer = Literal["outside", "able_to_see_in"]
ParoleFile = Literal["nothing", "sealed_section"]
