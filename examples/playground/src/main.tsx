import { render } from 'preact';
import './style.css'; // before those of the rooms, which come with them
import { App } from './app.tsx';

const page = document.getElementById('page') as HTMLElement;
page.replaceChildren(); // index.html tells there what to do where no script runs
render(<App />, page);
