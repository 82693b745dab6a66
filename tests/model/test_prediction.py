import dataclasses
import json

import pytest

from model.chords import NO_CHORD, Chord
from tests.helpers.predictions import make_prediction


def test_the_first_candidate_is_the_answer():
    prediction = make_prediction(("Db:min", 0.75), ("N", 0.25))
    assert (prediction.chord, prediction.confidence) == (Chord("Db", "min"), 0.75)


def test_json_has_the_fields_of_the_command_line_and_no_picture():
    answer = make_prediction(("Db:min", 0.75), ("N", 0.25), seconds=2.1).as_json()
    assert list(answer) == [
        *("chord", "root", "type", "bass", "confidence", "roots", "types", "basses", "seconds"),
        *("sure", "start", "end", "tuning", "note", "several"),
    ]
    assert (answer["chord"], answer["root"], answer["type"], answer["bass"]) == ("Db:min", "Db", "min", "Db")
    assert (answer["confidence"], answer["seconds"]) == (0.75, 2.1)
    assert (answer["roots"]["Db"], answer["roots"]["N"], answer["types"]["min"]) == (0.75, 0.25, 1.0)
    assert json.loads(json.dumps(answer)) == answer


def test_no_chord_in_json():
    prediction = make_prediction(("N", 1.0))
    answer = prediction.as_json()
    assert prediction.chord == NO_CHORD
    assert (answer["chord"], answer["root"], answer["type"], answer["bass"]) == ("N", None, None, None)


def test_the_bass_travels_in_the_label_and_by_itself():
    answer = make_prediction(("Db:min/b3", 0.75)).as_json()
    assert (answer["chord"], answer["root"], answer["bass"]) == ("Db:min/b3", "Db", "E")
    assert answer["basses"]["E"] == 1


def test_the_tuning_travels_in_tenths_of_a_cent():
    assert make_prediction(("C:maj", 0.9), tuning=-19.96).as_json()["tuning"] == -20.0
    assert make_prediction(("C:maj", 0.9)).as_json()["tuning"] is None


def test_a_single_note_travels_as_its_midi_number():
    assert make_prediction(("N", 0.9), note=69).as_json()["note"] == 69


def test_a_prediction_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_prediction(("N", 1.0)).sure = False
