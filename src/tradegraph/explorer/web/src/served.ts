// The page as a server gives it: with an editor for questions in SPARQL.

import { editor } from "./editor";
import { main } from "./main";

main(editor);
