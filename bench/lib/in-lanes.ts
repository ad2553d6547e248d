/** Does the work for all jobs, so many at a time, each lane taking the next job when it is free. */
export async function inLanes<Job>(jobs: Job[], lanes: number, work: (job: Job) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < jobs.length) await work(jobs[next++] as Job);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
