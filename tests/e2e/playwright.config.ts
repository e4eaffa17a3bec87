// How the journeys run: against the release build, in the system's Chromium, at three sizes.
// `cargo xtask test` serves the build and names its address in AUGU_URL; without it, the build is made and served here:
//   npx playwright test --config tests/e2e/playwright.config.ts
import { defineConfig } from '@playwright/test';

const address = process.env.AUGU_URL ?? 'http://127.0.0.1:4173/';

export default defineConfig({
  testDir: '.',
  outputDir: '../../target/journeys',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  webServer: process.env.AUGU_URL
    ? undefined
    : { command: 'cargo xtask serve --port 4173', cwd: '../..', url: address, timeout: 1_800_000, reuseExistingServer: true },
  use: {
    baseURL: address,
    locale: 'lt-LT',
    timezoneId: 'Europe/Vilnius',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.AUGU_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
      ],
    },
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1366, height: 768 } } },
    // What depends on the size of the screen, and on fingers, is the pupil's path; the rest is run once.
    { name: 'tablet', testMatch: ['pupil.spec.ts', 'writing.spec.ts'], use: { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true } },
    { name: 'phone', testMatch: ['pupil.spec.ts', 'writing.spec.ts'], use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } },
  ],
});
