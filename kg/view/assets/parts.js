// The parts of the page that the scripts begin with; the boot script unpacks them, and the sentences when they are wanted.

const [graphText, pictureText] = await Promise.all(["kg-graph", "kg-picture"].map(inflate));
const parts = { inflate, graph: graphText, picture: pictureText };
