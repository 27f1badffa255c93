"""The register import: every line gets a word, a broken file changes nothing, the same files change nothing twice."""

import pytest
from sqlalchemy import func, select

from letterbank.errors import NotAllowed
from letterbank.people.model import Case, Facility, Offender
from letterbank.people.offenders import find_offenders
from letterbank.people.register import compare, read_register, take_in
from letterbank.people.sheets import NotARegister
from tests.worlds import CLERK, COORDINATOR, PLANNER

FACILITIES = "code,name\nNORTH,North Correctional Facility\nRIVER,River Correctional Facility\n"
OFFENDERS = "number,name,facility\nN1001,Dale North,NORTH\nN2002,Lee Brook,NORTH\n"
CASES = "number,county,offence,date,offender\n2014-77,Hinds,Theft,2014-03-02,N2002\n"


def files(**instead):
    given = {"facilities": FACILITIES, "offenders": OFFENDERS, "cases": CASES, **instead}
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in given.items()}


def bring(department, **instead):
    with department.writing(COORDINATOR) as work:
        return take_in(work, read_register(files(**instead)))


def kept(department):
    with department.reading(COORDINATOR) as work:
        rows = work.session.execute(select(Offender.number, Offender.name, Offender.facility_code))
        return {number: (name, code) for number, name, code in rows}


def outcomes(report, sheet):
    return [(line.row, line.outcome.value) for line in report.lines if line.sheet == sheet]


def test_new_changed_and_unchanged_lines_are_told_apart(department):
    report = bring(department, offenders="number,name,facility\nN1001,Dale North,RIVER\nN2002,Lee Brook,NORTH\n")

    assert outcomes(report, "facilities") == [(2, "same"), (3, "same")]
    assert outcomes(report, "offenders") == [(2, "changed"), (3, "new")]
    assert report.of("changed")[0].sentence == "NORTH is now RIVER."
    assert kept(department)["N1001"] == ("Dale North", "RIVER")


def test_the_same_files_again_change_nothing(department):
    bring(department)
    before = kept(department)

    report = bring(department)

    assert {line.outcome.value for line in report.lines} == {"same"}
    assert kept(department) == before


def test_a_missing_line_changes_nothing(department):
    bring(department, offenders="number,name,facility\nN2002,Lee Brook,NORTH\n")

    assert kept(department)["N1001"] == ("Dale North", "NORTH")


def test_looking_changes_nothing(department):
    before = kept(department)

    with department.reading(COORDINATOR) as work:
        compare(work, read_register(files()))

    assert kept(department) == before


@pytest.mark.parametrize(
    "line",
    [
        '"=HYPERLINK(1)",Lee Brook,NORTH', "N9,+Lee,NORTH", "N9,@Lee,NORTH", "N9,-Lee,NORTH",
        "N9,,NORTH", "N 9/,Lee Brook,NORTH", "N9,Lee Brook,SOUTH", "N9,Lee Brook", "N9,Lee Brook,NORTH,more",
        f"N9,{'x' * 201},NORTH", "N9,Lee\x07,NORTH", "N1001,Somebody Else,NORTH",
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_used_is_refused_with_its_number_and_why(department, line):
    report = bring(department, offenders=f"number,name,facility\nN1001,Dale North,NORTH\n{line}\nN3,Kit Rowe,NORTH\n")

    refused = report.of("refused")
    assert [(each.sheet, each.row) for each in refused] == [("offenders", 3), ("cases", 2)]
    assert refused[0].sentence.endswith(".")
    assert {*kept(department)} == {"N1001", "R1001", "N3"}


def test_a_line_said_twice_is_taken_once(department):
    report = bring(department, offenders=OFFENDERS + "N2002,Lee Brook,NORTH\n")

    assert outcomes(report, "offenders") == [(2, "same"), (3, "new"), (4, "same")]


def test_a_case_of_two_people_is_one_case(department):
    bring(department, cases=CASES + "2014-77,Hinds,Theft,2014-03-02,N1001\n")

    with department.reading(COORDINATOR) as work:
        case = work.session.scalars(select(Case).where(Case.number == "2014-77")).one()
        assert {offender.number for offender in case.offenders} == {"N1001", "N2002"}


@pytest.mark.parametrize(("spelled", "day"), [("2014-03-02", "2014-03-02"), ("03/02/2014", "2014-03-02"), ("", "None")])
def test_days_are_read_as_departments_write_them(department, spelled, day):
    bring(department, cases=CASES.replace("2014-03-02", spelled))

    with department.reading(COORDINATOR) as work:
        assert str(work.session.scalar(select(Case.offence_date).where(Case.number == "2014-77"))) == day


@pytest.mark.parametrize(
    "text",
    [
        OFFENDERS.replace("Lee", "José").encode("utf-8-sig"),
        OFFENDERS.replace("Lee", "José").encode("utf-16"),
        OFFENDERS.replace("Lee", "José").encode("cp1252"),
        OFFENDERS.replace("Lee", "José").replace("\n", "\r\n").encode(),
        OFFENDERS.replace("Lee", "José").replace(",", ";").encode(),
    ],
    ids=["byte order mark", "UTF-16", "Windows-1252", "CRLF", "semicolons"],
)
def test_any_common_spelling_of_a_file_is_read(department, text):
    bring(department, offenders=text)

    assert kept(department)["N2002"] == ("José Brook", "NORTH")


@pytest.mark.parametrize(
    "text",
    [
        "", "number,name,facility", OFFENDERS[:-12], OFFENDERS + '"N3,Kit', "code,name\nNORTH,North\n",
        "number,name,facility,victim\nN1,A,NORTH,B\n", b"PK\x03\x04rest\n", b"\x00\x01\n", b"%PDF-1.7\n",
        b"\x81\x8d\n",
    ],
)  # fmt: skip
def test_r22_a_foreign_or_cut_file_stops_everything(department, text):
    before = kept(department)

    with pytest.raises(NotARegister, match="offenders file"):
        bring(department, facilities=FACILITIES + "SOUTH,South\n", offenders=text)

    assert kept(department) == before
    with department.reading(COORDINATOR) as work:
        assert work.session.get(Facility, "SOUTH") is None


def test_the_report_says_what_the_operator_runs_for_a_new_facility(department):
    report = bring(department, facilities=FACILITIES + "SOUTH,South Facility\n")

    assert report.notes == [
        "SOUTH has no keys yet and can take in no letters. The operator runs: letterbank keys facility SOUTH"
    ]


def test_only_those_who_keep_the_register_bring_it(department):
    with pytest.raises(NotAllowed), department.writing(PLANNER) as work:
        take_in(work, read_register(files()))


def test_writers_are_found_by_number_or_name_in_pages(department):
    many = "".join(f"N5{number:03},Robin Vale {number:03},NORTH\n" for number in range(60))
    bring(department, offenders=OFFENDERS + many)

    with department.reading(CLERK) as work:
        first = find_offenders(work, "vale robin")
        second = find_offenders(work, "vale robin", first.after)
        third = find_offenders(work, "vale robin", second.after)
        names = [one.name for page in (first, second, third) for one in page.rows]
        by_number = [one.number for one in find_offenders(work, "n500").rows]
        elsewhere = find_offenders(work, "R1001").rows
        wild = find_offenders(work, "%").rows

    assert names == [f"Robin Vale {number:03}" for number in range(60)]
    assert (by_number, [*elsewhere], [*wild], third.after) == ([f"N500{n}" for n in range(10)], [], [], None)


def test_a_thousand_lines_are_written_in_few_statements(department):
    many = "".join(f"N6{number:04},Robin Vale,NORTH\n" for number in range(1000))

    report = bring(department, offenders=OFFENDERS + many)

    with department.reading(COORDINATOR) as work:
        assert work.session.scalar(select(func.count()).select_from(Offender)) == 1003
    assert len(report.of("new")) == 1002
