// What is said where an answer does not come, and what is tried next.

export const AGAIN = 10; // seconds from one attempt to the next

const KEPT = "Nothing is lost: your recording is still here.";

// The kind of a failure, from the words in which gradio reports it.
export const kindOf = (report) => {
  if (/connection (to the server was )?(lost|errored)|failed to fetch|networkerror/i.test(report)) return "lost";
  if (/busy|queue is full/i.test(report)) return "full";
  return "unexpected";
};

// A failure in words: its title, a sentence, and after how many seconds it is tried again by itself, if at all.
// sentences: those that come from the server's own tables, by kind.
export const inWords = (kind, sentences) => {
  const said = {
    offline: ["No connection", `I cannot reach the server. ${KEPT} I try again as soon as there is a connection.`, AGAIN],
    away: ["No connection", "I cannot reach the server. Please try again when there is a connection."],
    lost: ["The connection was lost", `${KEPT} The page comes back by itself, and asks again, once the server answers.`],
    full: ["The line is full", `More people are asking than can stand in line. ${KEPT} I ask again every ${AGAIN} seconds.`, AGAIN],
    large: ["Too large", sentences.large],
    unexpected: ["That did not work", sentences.unexpected],
  };
  const [title, sentence, again] = said[kind];
  return { title, sentence, again };
};
