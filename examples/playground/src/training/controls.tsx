// controls.tsx: what there is to train on, and how.
import { datasets, limits, losses, optimizers } from '../state.ts';
import { change, currentState, settings } from '../store.ts';
import { Button, NumberField, Select } from '../ui.tsx';
import { words } from '../words/index.ts';
import { presetOf, presets, withPreset, type Preset } from './presets.ts';

const { data, settings: said } = words.training;
const presetNames = Object.keys(presets) as Preset[];

function PresetSelect() {
  const preset = presetOf(currentState()) ?? '';
  return (
    <Select
      label={data.preset} value={preset} choices={preset === '' ? ['', ...presetNames] : presetNames}
      names={{ ...data.presets, '': data.own }}
      onChange={(name) => { if (name !== '') change(withPreset(name)); }}
    />
  );
}

export function DataControls() {
  const isByHand = settings.dataset.value === 'by hand';
  return (
    <section class="controls" aria-labelledby="data-title">
      <h3 id="data-title">{data.title}</h3>
      <PresetSelect />
      <div class="pair">
        <Select
          label={data.points} value={settings.dataset.value} choices={datasets} names={data.datasets}
          onChange={(dataset) => { settings.dataset.value = dataset; }}
        />
        {isByHand
          ? <Button onClick={() => { settings.points.value = []; }}>{data.removeAll}</Button>
          : <Button label={data.drawLabel} onClick={() => { settings.draw.value++; }}>{data.draw}</Button>}
      </div>
      {!isByHand && <DrawnPoints />}
      {isByHand && <Seed />}
    </section>
  );
}

function DrawnPoints() {
  return (
    <>
      <div class="pair">
        <NumberField
          label={data.samples} value={settings.samples.value} {...limits.samples} isWhole
          onChange={(samples) => { settings.samples.value = samples; }}
        />
        <NumberField
          label={data.test} value={settings.test.value} {...limits.test} isWhole
          onChange={(test) => { settings.test.value = test; }}
        />
      </div>
      <div class="pair">
        <NumberField
          label={data.noise} value={settings.noise.value} {...limits.noise}
          onChange={(noise) => { settings.noise.value = noise; }}
        />
        <Seed />
      </div>
    </>
  );
}

function Seed() {
  return (
    <NumberField
      label={data.seed} value={settings.seed.value} {...limits.seed} isWhole
      onChange={(seed) => { settings.seed.value = seed; }}
    />
  );
}

export function TrainingControls() {
  return (
    <section class="controls" aria-labelledby="training-title">
      <h3 id="training-title">{said.title}</h3>
      <div class="pair">
        <Select
          label={said.loss} value={settings.loss.value} choices={losses} names={said.losses}
          onChange={(loss) => { settings.loss.value = loss; }}
        />
        <Select
          label={said.optimizer} value={settings.optimizer.value} choices={optimizers} names={said.optimizers}
          onChange={(optimizer) => { settings.optimizer.value = optimizer; }}
        />
      </div>
      <div class="pair">
        <NumberField
          label={said.learningRate} value={settings.learningRate.value} {...limits.learningRate}
          onChange={(rate) => { settings.learningRate.value = rate; }}
        />
        <NumberField
          label={said.regularization} help={said.regularizationHelp}
          value={settings.regularization.value} {...limits.regularization}
          onChange={(regularization) => { settings.regularization.value = regularization; }}
        />
      </div>
      <div class="pair">
        <NumberField
          label={said.decay} help={said.decayHelp} value={settings.decay.value} {...limits.decay} isWhole
          onChange={(decay) => { settings.decay.value = decay; }}
        />
        <NumberField
          label={said.batch} help={said.batchHelp} value={settings.batch.value} {...limits.batch} isWhole
          onChange={(batch) => { settings.batch.value = batch; }}
        />
      </div>
    </section>
  );
}
