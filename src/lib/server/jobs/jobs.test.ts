import { openTestStore } from '$lib/server/db/testing';
import { testJobs } from './jobs.suite';

testJobs('SQLite', openTestStore);
