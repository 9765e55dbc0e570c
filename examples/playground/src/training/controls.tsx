// controls.tsx: what there is to train on, and how.
import { datasets, limits, losses, optimizers } from '../state.ts';
import { settings } from '../store.ts';
import { Button, NumberField, Select } from '../ui.tsx';
import { words } from '../words/index.ts';

const { data, settings: said } = words.training;

export function DataControls() {
  const isByHand = settings.dataset.value === 'by hand';
  return (
    <section class="controls" aria-labelledby="data-title">
      <h3 id="data-title">{data.title}</h3>
      <Select
        label={data.points} value={settings.dataset.value} choices={datasets} names={data.datasets}
        onChange={(dataset) => { settings.dataset.value = dataset; }}
      />
      {isByHand
        ? (
          <div class="row">
            <Button onClick={() => { settings.points.value = []; }}>{data.removeAll}</Button>
          </div>
        )
        : (
          <div class="pair">
            <NumberField
              label={data.samples} value={settings.samples.value} {...limits.samples} isWhole
              onChange={(samples) => { settings.samples.value = samples; }}
            />
            <NumberField
              label={data.noise} value={settings.noise.value} {...limits.noise}
              onChange={(noise) => { settings.noise.value = noise; }}
            />
          </div>
        )}
      <NumberField
        label={data.seed} value={settings.seed.value} {...limits.seed} isWhole
        onChange={(seed) => { settings.seed.value = seed; }}
      />
    </section>
  );
}

export function TrainingControls() {
  return (
    <section class="controls" aria-labelledby="training-title">
      <h3 id="training-title">{said.title}</h3>
      <Select
        label={said.loss} value={settings.loss.value} choices={losses} names={said.losses}
        onChange={(loss) => { settings.loss.value = loss; }}
      />
      <Select
        label={said.optimizer} value={settings.optimizer.value} choices={optimizers} names={said.optimizers}
        onChange={(optimizer) => { settings.optimizer.value = optimizer; }}
      />
      <div class="pair">
        <NumberField
          label={said.learningRate} value={settings.learningRate.value} {...limits.learningRate}
          onChange={(rate) => { settings.learningRate.value = rate; }}
        />
        <NumberField
          label={said.regularization} value={settings.regularization.value} {...limits.regularization}
          onChange={(regularization) => { settings.regularization.value = regularization; }}
        />
      </div>
      <NumberField
        label={said.batch} value={settings.batch.value} {...limits.batch} isWhole
        onChange={(batch) => { settings.batch.value = batch; }}
      />
    </section>
  );
}
