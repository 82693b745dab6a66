// Steadies answers that come several times a second: a name that flickers cannot be read.

const NO_CHORD = "N";

// Gives what to show after each answer: {chord, sounding}, where chord is an answer, or undefined before there was
// any. A chord is shown once it has come twice in a row, or, where nothing sounds, surely; and stays when it ends.
export const steady = () => {
  let [shown, before, sounding] = [undefined, undefined, false];
  return (answer) => {
    const again = answer.chord === before;
    before = answer.chord;
    if (answer.chord === NO_CHORD) sounding &&= !again;
    else if (again || (sounding ? answer.chord === shown.chord : answer.sure)) [shown, sounding] = [answer, true];
    return { chord: shown, sounding };
  };
};
