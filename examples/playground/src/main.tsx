import { render } from 'preact';
import './style.css'; // before those of the rooms, which come with them
import { App } from './app.tsx';

render(<App />, document.getElementById('page') as HTMLElement);
