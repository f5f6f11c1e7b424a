// The page as a file: everything in it, nothing to ask.

import { main } from "./main";

main(null);
