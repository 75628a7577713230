import { renderTable } from '../../../report/text-table.js';
import { errorQuantiles } from '../accuracy.js';
import { REPLAY_FIGURES } from '../figures.js';
import { agreementTotals, type TeacherForcedRun } from '../teacher/teacher-forced.js';
import { percent } from './numbers.js';

/** What comes out when every run is simulated with its own durations. */
export function teacherText(runs: readonly TeacherForcedRun[]): string {
  const strategies = [...new Set(runs.map(({ run }) => run.strategy))];
  const errors = renderTable({
    head: ['figure', 'median error', 'p90', 'max'],
    rows: REPLAY_FIGURES.map(({ name, label }) => {
      const { median, p90, max } = errorQuantiles(runs.map((each) => each.errors[name]));
      return [label, percent(median), percent(p90), percent(max)];
    }),
    textColumns: 1,
  });
  const agreement = renderTable({
    head: ['strategy', 'runs', 'identical', 'batches', 'the same, %', 'requests alike, %'],
    rows: [
      ...strategies.map((strategy) =>
        agreementRow(
          strategy,
          runs.filter(({ run }) => run.strategy === strategy),
        ),
      ),
      agreementRow('all', runs),
    ],
    textColumns: 1,
  });
  return `${agreement}\n\n${errors}`;
}

function agreementRow(name: string, group: readonly TeacherForcedRun[]): string[] {
  const { runs, identical, batches, ofBatches, requests, ofRequests } = agreementTotals(group);
  return [
    name,
    String(runs),
    String(identical),
    String(ofBatches),
    percent(batches / ofBatches, 1),
    percent(requests / ofRequests, 1),
  ];
}
