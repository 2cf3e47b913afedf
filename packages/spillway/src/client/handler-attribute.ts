/**
 * Makes what is behind an attribute like `onmessage`: it holds one function, which is called among the listeners, in the
 * place where the attribute was first set since it was null.
 *
 * Source: WHATWG HTML, section 8.1.8.1 (event handlers).
 */
export function createHandlerAttribute<This extends EventTarget>(target: This, type: string): HandlerAttribute<This> {
  let value: unknown = null;

  // [spec] Let listener be a new event listener whose […] callback is [one that runs] the event handler processing
  // algorithm: […] Invoke callback with […] event, and with callback this value set to event's currentTarget.
  const listener = (event: Event): void => {
    // [spec] If return value is false, then set event's canceled flag.
    if (typeof value === 'function' && value.call(target, event) === false) event.preventDefault();
  };

  return {
    get: () => value as Handler<This, Event>,
    set(handler) {
      // [spec] [LegacyTreatNonObjectAsNull]
      value = Object(handler) === handler ? handler : null;
      // [spec] If the given value is null, then deactivate an event handler. Otherwise: […] activate an event handler.
      if (value) target.addEventListener(type, listener);
      else target.removeEventListener(type, listener);
    },
  };
}

export interface HandlerAttribute<This> {
  get(this: void): Handler<This, Event>;
  set(this: void, handler: unknown): void;
}

export type Handler<This, HandledEvent> = ((this: This, event: HandledEvent) => unknown) | null;
