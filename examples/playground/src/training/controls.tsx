// controls.tsx: what there is to train on, and how.
import { datasets, limits, losses, optimizers } from '../state.ts';
import { settings } from '../store.ts';
import { Button, NumberField, Select } from '../ui.tsx';

export function DataControls() {
  const isByHand = settings.dataset.value === 'by hand';
  return (
    <section class="controls" aria-labelledby="data-title">
      <h3 id="data-title">Data</h3>
      <Select
        label="Points" value={settings.dataset.value} choices={datasets}
        onChange={(dataset) => { settings.dataset.value = dataset; }}
      />
      {isByHand
        ? (
          <div class="row">
            <Button onClick={() => { settings.points.value = []; }}>Remove all points</Button>
          </div>
        )
        : (
          <div class="pair">
            <NumberField
              label="How many" value={settings.samples.value} {...limits.samples} isWhole
              onChange={(samples) => { settings.samples.value = samples; }}
            />
            <NumberField
              label="Noise" value={settings.noise.value} {...limits.noise}
              onChange={(noise) => { settings.noise.value = noise; }}
            />
          </div>
        )}
      <NumberField
        label="Seed" value={settings.seed.value} {...limits.seed} isWhole
        onChange={(seed) => { settings.seed.value = seed; }}
      />
    </section>
  );
}

export function TrainingControls() {
  return (
    <section class="controls" aria-labelledby="training-title">
      <h3 id="training-title">Training</h3>
      <Select
        label="Loss" value={settings.loss.value} choices={losses} onChange={(loss) => { settings.loss.value = loss; }}
      />
      <Select
        label="Optimizer" value={settings.optimizer.value} choices={optimizers}
        onChange={(optimizer) => { settings.optimizer.value = optimizer; }}
      />
      <div class="pair">
        <NumberField
          label="Learning rate" value={settings.learningRate.value} {...limits.learningRate}
          onChange={(rate) => { settings.learningRate.value = rate; }}
        />
        <NumberField
          label="Regularization" value={settings.regularization.value} {...limits.regularization}
          onChange={(regularization) => { settings.regularization.value = regularization; }}
        />
      </div>
      <NumberField
        label="Batch size (0: all points)" value={settings.batch.value} {...limits.batch} isWhole
        onChange={(batch) => { settings.batch.value = batch; }}
      />
    </section>
  );
}
