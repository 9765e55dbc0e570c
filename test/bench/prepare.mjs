// prepare.mjs: installs the engines to compare with, where that has not been done.
import { install } from '../../examples/prepare-library.mjs';

install(import.meta.dirname, 'the engines to compare with, 310 MB');
