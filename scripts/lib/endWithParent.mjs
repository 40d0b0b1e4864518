/**
 * Loaded into the site's process by the supervisor (`node --import`): when the supervisor is gone, however it ended, the site
 * stops too, as gracefully as on SIGTERM. The channel itself keeps nothing alive.
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
