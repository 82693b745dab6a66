"""Progressions that musicians share, as tables: Harte labels in C; a dot holds the chord before it."""

LOOPS = {  # by style and mode; modal ones under the mode of their tonic's third
    "pop": {
        "maj": """
            C G A:min F | A:min F C G | C A:min F G | F C G A:min | C E:min F G | C G F . | C F G F
            C C/3 F G | C D:min E:min F | F G E:min A:min | F G A:min . | C F A:min G | A:min G F G
            C E:7 A:min F | C C:7 F F:min | C G:min7 C:7 F | C Bb F C | C D F C | C Ab Bb C | C Eb F Ab
            C:sus2 G A:min7 F:maj7 | C C:sus4 C C:sus2 | C F/5 C G:sus4 | C G D:min F | C:maj7 F:maj7
            C G/3 A:min C/5 F C/3 D:min7 G:sus4 | C C/7 A:min A:min/b7 F C/3 F/2 G | F/2 . C . G/3 A:min
            C C:aug C:maj6 C:7 F F:min C G:7 | C B:hdim7 E:7 A:min G:min7 C:7 F G:sus4
            C G:aug A:min F | C Db:dim D:min G | A:min Ab:aug C/5 F | C:aug F F:min C | B:dim C A:min G
            C A:min D:min G | D:min7 G C A:min | F:maj7 E:min7 D:min7 C | C G/b7 F/3 F:min/b3
            F G/b7 E:min A:min | C:sus4 C F:sus2 F | C Bb/9 F/5 C | C G:min6 F:maj6 F:min6
            """,
        "min": """
            C:min Ab Eb Bb | C:min Bb Ab G | C:min F:min G C:min | C:min Eb Bb F | C:min F | C:min7 F:7
            C:min Ab F:min G:7 | C:min Bb Ab Bb | C:min G:min Ab Bb | Ab Bb C:min . | Eb Bb C:min Ab
            C:min Db C:min Bb:min | C:min D:hdim7 G:7 C:min | C:min C:minmaj7 C:min7 C:min6
            C:min F:min Bb:7 Eb Ab D:dim G C:min | F:min C:min G C:min | C:min Ab:maj7 F:min7 G:aug
            C:min C:minmaj7/7 C:min7/b7 F/3 Ab:maj7 G:7 | C:min G/3 Bb F/3 | C:min7 Eb:maj7 F:sus4 F
            C:min Bb/3 Eb Ab | Ab:maj7 Bb:sus4 C:min7 G:min7 | C:min C:sus2 Ab:maj7 G:sus4
            C:min B:dim Bb:min Ab | C:min D:dim G C:min | C:min B:aug Eb/5 A:hdim7
            C:minmaj7 C:min7 F:min6 G:7 | C:min6 B:dim7 C:min D:dim7
            """,
    },
    "rock": {
        "maj": """
            C:5 F:5 G:5 F:5 | C:5 Bb:5 F:5 . | C:5 Eb:5 F:5 C:5 | C F C G | C C F G | C:5 Ab:5 Bb:5 .
            C:5 G:5 A:5 F:5 | C Bb F . | C Eb F . | C:7 F:7 C:7 G:7 | C:sus4 C F:sus2 G
            """,
        "min": """
            C:5 Eb:5 F:5 Ab:5 | C:5 Ab:5 Bb:5 G:5 | C:5 Db:5 C:5 Bb:5 | C:5 Bb:5 Ab:5 Bb:5 | C:5 Gb:5 F:5 Eb:5
            C:min Bb Ab G | C:min Ab Eb Bb | C:min Eb F . | C:5 . Ab:5 Eb:5
            """,
    },
    "blues": {
        "maj": """
            C:7 . . . F:7 . C:7 . G:7 F:7 C:7 G:7 | C:7 F:7 C:7 . F:7 . C:7 . G:7 F:7 C:7 .
            C:7 F:7 C:7 . F:7 Gb:dim7 C:7 A:7 D:min7 G:7 C:7 G:7 | C . . C:7 F . C . G F C G:7
            C:7 . C:7 C:7/3 F:7 Gb:dim7 C:7/5 A:7 D:7 G:7 C:maj6 G:aug
            """,
        "min": """
            C:min7 . . . F:min7 . C:min7 . Ab:7 G:7 C:min7 .
            C:min F:min C:min . F:min . C:min . G:7 . C:min G:7
            C:min6 . . C:7 F:min6 . C:min6 . D:hdim7 G:7 C:min6 G:aug
            """,
    },
    "jazz": {
        "maj": """
            D:min7 G:7 C:maj7 . | D:min7 G:7 C:maj7 A:7 | C:maj7 A:min7 D:min7 G:7 | C:maj6 A:7 D:min7 G:7
            E:min7 A:7 D:min7 G:7 C:maj6 . | C:maj7 F:maj7 B:hdim7 E:7 A:min7 D:7 D:min7 G:7
            C:maj7 C:min7 F:7 Bb:maj7 Bb:min7 Eb:7 Ab:maj7 G:7 | C:maj7 Db:dim7 D:min7 G:7
            C:maj6 Db:dim7 D:min7 Eb:dim7 E:min7 A:7 D:min7 G:7 | E:min7 Eb:dim7 D:min7 G:7
            D:min7 Db:7 C:maj7 . | C:maj6 C:aug F:maj6 G:aug | C:maj7 C:dim7 D:min7 G:7
            C:maj7 F:7 E:min7 A:7 D:min7 D:hdim7 G:sus4 G:7 | F:maj7 F:min6 C:maj6/5 A:7 D:7 . G:7 .
            E:7 . A:7 . D:7 . G:7 . | C E:7 A:7 D:7 G:7 C | C:maj6 F:min6 C:maj6 G:aug
            C:maj7 Ab:7 G:sus4 G:7 | C B:dim E:7 A:min Ab:aug C/5 D:7 G:7
            F F:dim7 C/5 A:7 D:7 G:7 C C:7 | C:maj7 E:hdim7 A:7 D:min7 F:minmaj7 Bb:7 E:min7 A:7
            """,
        "min": """
            D:hdim7 G:7 C:min6 . | D:hdim7 G:7 C:minmaj7 . | C:min6 Ab:7 D:hdim7 G:7
            F:min7 Bb:7 Eb:maj7 Ab:maj7 D:hdim7 G:7 C:min6 . | C:min C:minmaj7 C:min7 C:min6
            C:min7 . F:min7 . Eb:min7 Ab:7 Db:maj7 . D:hdim7 G:7 C:min6 . | C:minmaj7 Ab:maj7 D:hdim7 G:aug
            C:min7 . Db:min7 . | C:min6 B:dim7 C:min6/b3 F:min6 | C:min7 F:7 Bb:maj6 Eb:maj7 A:hdim7 D:7 G:7 .
            """,
    },
    "folk": {
        "maj": """
            C F C G | C G C . | C F G C | C . G:7 C | C F C/5 G:7 C . | C G/3 A:min E:min F C/3 D:min G
            C F/5 C G/3 | F C/3 G/3 C D:min/b3 C/5 G:7 C | C A:min D G | C:7 F C D:7 G:7 C | C Bb C G
            C G:7/5 C/3 F C/5 B:dim/b3 C . | C D:dim7/b3 G:7 C
            """,
        "min": """
            C:min F:min C:min G | C:min Bb C:min G:min | C:min G/3 C:min F:min/b3 G . | C:min Eb Bb C:min
            C:min . G:7 C:min | F:min C:min/b3 D:dim/b3 G | Eb Bb C:min G C:min . | C:min F C:min Bb
            C:min F:min/5 B:dim7 C:min/b3 F:min C:min/5 G:sus4 G
            """,
    },
}
