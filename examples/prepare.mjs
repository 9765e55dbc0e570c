// prepare.mjs: makes ready what the examples need: the library, and the libraries that the examples use beside it.
import { join } from 'node:path';
import { install, root } from './prepare-library.mjs';

install(join(root, 'examples'), 'the libraries of the examples');
