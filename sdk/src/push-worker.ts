/**
 * push-worker.js: shows push messages and opens what they lead to. The shop puts a file of its own on its host that imports
 * this one: `importScripts('https://augenblick.example/push-worker.js')`.
 */
import { clickTarget, readNotification } from './push-message.ts';

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface PushArrived extends WorkerEvent {
  data: { text(): string } | null;
}
interface NotificationClicked extends WorkerEvent {
  notification: Notification;
}
interface Worker {
  addEventListener(name: 'push', fn: (event: PushArrived) => void): void;
  addEventListener(name: 'notificationclick', fn: (event: NotificationClicked) => void): void;
  registration: {
    scope: string;
    showNotification(title: string, options: object): Promise<void>;
  };
  clients: { openWindow(url: string): Promise<unknown> };
}

const worker = self as unknown as Worker;

worker.addEventListener('push', (event) => {
  const { title, options } = readNotification(event.data?.text() ?? '');
  // Browsers want every message to be seen; one that cannot be read shows the host's name.
  const shown = title || new URL(worker.registration.scope).host;
  event.waitUntil(worker.registration.showNotification(shown, options));
});
worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const data: unknown = event.notification.data;
  event.waitUntil(worker.clients.openWindow(clickTarget(data, worker.registration.scope)));
});
