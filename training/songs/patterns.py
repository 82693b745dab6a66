"""Rows that players repeat, bar by bar, as tables.

A row is a bar in equal steps, a sign each: "-" lets what was struck sound on, "." is a rest. In rows for
chords "X" is the chord, "P" the one that begins with the next step, "B" its lowest note, "C" the others, "D"
and "U" strums down and up, a digit the note of that rank (beyond the highest, an octave up), "n" a neighbour
of the highest. In rows for basses "r" is the chord's bass, "3", "5" and "8" a third, a fifth and an octave
above it, "w" a note on the way, "a" one that leads into the next chord. In other rows "x" is a note, "X" a
loud one and "o" a soft one. A bar of two is the first half of a bar of four.
"""

CHORD_ROWS = {  # by name and metre
    "held": {4: "X------- X---X---", 3: "X-----", 6: "X----- X--X--"},
    "beats": {4: "X-X-X-X- X---X-X- X-X-X-XX", 3: "X-X-X- X---X-", 6: "XXXXXX X-XX-X X--XXX"},
    "eighths": {4: "XXXXXXXX X-XXX-XX", 3: "XXXXXX X-XXXX", 6: "XXXXXX XX-XX-"},
    "pushed": {4: "X--X---P ---X--XP X--X--XP --X--X-P", 3: "X----P --X--P", 6: "X--X-P ---X-P"},
    "off-beat": {4: ".C.C.C.C ..C...C. .CC..C.C", 3: "..C.C. .C.C.C", 6: ".CC.CC ..C..C"},
    "boom-chick": {4: "B.C.B.C. B-C-B-CC B-C-B-C-", 3: "B.C.C. B-C-C- B-C---", 6: "B.CB.C B-CB-C B--C--"},
    "arpeggio": {
        4: "01234321 01230123 0-1-2-3- 02132132 0-213-12 0123234301232343 0---1-2-",
        3: "012321 0-1-2- 012343 0-1232",
        6: "012321 012343 0-2-1- 021021",
    },
    "alberti": {4: "02120212 0212021202120212 01210121", 3: "021212 020102", 6: "021021 012012"},
    "strum": {
        4: "D---D-DU D-DU-UDU D-D-D-D- D-DUD-DU DUDUDUDU D--UDU-U D-------",
        3: "D-D-D- D-DUDU D---DU",
        6: "D-DUDU D--D-- D-UD-U D-DDU-",
    },
    "comping": {
        4: "..X....X X..X.... .X....X. X.....XP ...X..X. X---..X. X-----.P",
        3: "..X.X. X..X.. .X...P",
        6: "..X..X",
    },
    "riff": {
        4: "0.0.2.0.1.0.3.2. 0..0..2.0.1.2.n1 0.24.0.2 02.3-n32 0..12.31 B-X.BB.X 0--3-2n2",
        3: "0.1n12 B-X.X. 0.2.31",
        6: "0.21n2 B-XB-X 0.12.3",
    },
}
BASS_ROWS = {
    "held": {4: "r------- r---r---", 3: "r-----", 6: "r----- r--r--"},
    "fifths": {4: "r---5--- r---5-a- r-r-5-5- r--r5---", 3: "r---5- r-----", 6: "r--5-- r-rr5a"},
    "eighths": {4: "rrrrrrrr r-rrr-rr rrrrrraa rrrrr5rr", 3: "rrrrrr r-r-rr", 6: "r-rr-r rrrrrr"},
    "octaves": {4: "r-8-r-8- r8r8r8r8 r--8--r-", 3: "r-8-8- r-8-r8", 6: "r-8r-8 r--8--"},
    "syncopated": {
        4: "r--rr--- r--r---a r..r..r. r--r--5a r.....ra ...r..ra",
        3: "r--rr- r---ra",
        6: "r-rr-a r----a",
    },
    "bossa": {4: "r--55--r r--55--a", 3: "r--55-", 6: "r--5-a"},
    "walking": {4: "r-w-w-a- r-3-5-a- r-w-w-wa r-r-w-a-", 3: "r-w-a- r-3-5-", 6: "r-ww-a r--w-a"},
}
MELODY_ROWS = {
    4: "x-x-x-x- x---x-x- x-xxx--- xxx-x-xx x--xx-x- .xxxx-x- x-------  x-x---xx xxxxxxxx x--x--x- ..x-xxx- "
    "x-xxx-xxx-x-x--- x--xx--xx---x---",
    3: "x---x- x-x-x- x-xxx- x----- x-xxxx ..x-x- x--xx-",
    6: "x-xx-x x--x-- xxxx-x x----- x-xxxx ..x..x",
}
PHRASE_ENDS = {
    4: "x------- x---.... x---..x- x-----xx x---.xxx",
    3: "x----- x---.. x---x- x-..xx",
    6: "x----- x--..x x--...",
}
DRUM_ROWS = {  # by name, then metre: General MIDI drum and its row
    "rock": {
        4: {36: "X...x...", 38: "..X...X.", 42: "XxXxXxXx"},
        3: {36: "X.....", 38: "..X.X.", 42: "XxXxXx"},
        6: {36: "X.....", 38: "...X..", 42: "XxxXxx"},
    },
    "busy-rock": {
        4: {36: "x..x..x...x..x..", 38: "....X..o.o..X...", 42: "x.x.x.x.x.x.x.x.", 46: "..............x."},
        3: {36: "x..x......x.", 38: "....X...X..o", 42: "x.x.x.x.x.x."},
        6: {36: "x....xx..x..", 38: "......X....o", 42: "x.x.x.x.x.x."},
    },
    "sixteenths": {
        4: {36: "X.......x.x.....", 38: "....X.......X..o", 42: "XxxxXxxxXxxxXxxx"},
        3: {36: "X.........x.", 38: "....X...X...", 42: "XxxxXxxxXxxx"},
        6: {36: "X.....", 38: "...X..", 42: "XxxXxx"},
    },
    "four-on-the-floor": {
        4: {36: "X.X.X.X.", 39: "..X...X.", 46: ".x.x.x.x", 42: "x.x.x.x."},
        3: {36: "X.X.X.", 46: ".x.x.x"},
        6: {36: "X..X..", 46: "..x..x"},
    },
    "ballad": {
        4: {36: "X......x", 37: "....X...", 42: "x.x.x.x."},
        3: {36: "X.....", 37: "....x.", 42: "x.x.x."},
        6: {36: "X.....", 37: "...X..", 42: "x.xx.x"},
    },
    "swing-ride": {
        4: {51: "X.xxX.xx", 44: "..x...x.", 36: "o.o.o.o.", 38: ".....o.."},
        3: {51: "X.xxx.", 44: "..x.x.", 36: "o....."},
        6: {51: "X.xX.x", 44: "..x..x", 36: "o..o.."},
    },
    "brushes": {
        4: {38: "o.x.o.x.", 44: "..x...x.", 36: "x......."},
        3: {38: "o.x.x.", 44: "..x...", 36: "x....."},
        6: {38: "o.xo.x", 44: "...x..", 36: "x....."},
    },
    "bossa": {
        4: {36: "X--xX--x", 37: "x..x..x.", 42: "xxxxxxxx"},
        3: {36: "X..x..", 37: "..x.x.", 42: "xxxxxx"},
        6: {36: "X..x..", 37: "..x..x", 42: "xxxxxx"},
    },
    "tambourine": {
        4: {54: "..X...X.", 36: "X...X..."},
        3: {54: "..x.x.", 36: "X....."},
        6: {54: "x.xX.x", 36: "X....."},
    },
}
FILLS = {  # the last bar of several
    4: {38: "x...x.xx", 45: ".....x..", 36: "X......."},
    3: {38: "..x.xx", 36: "X....."},
    6: {38: "...xxx", 36: "X....."},
}
