/**
 * Shows a notification: by the page itself or, where only workers may, as on phones, by the worker, which leads to the
 * address in its `data`; then there is nothing to give.
 */
export function showNotification(
  title: string,
  options: NotificationOptions & { data: string },
): Notification | undefined {
  try {
    return new Notification(title, options);
  } catch {
    // Who has taken the permission back meanwhile is told nothing.
    navigator.serviceWorker?.ready.then((worker) => worker.showNotification(title, options)).catch(() => {});
    return undefined;
  }
}
