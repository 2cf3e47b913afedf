/**
 * Makes what is behind an attribute like `onmessage`: it holds one function, which is called among the listeners, in the
 * place where the attribute was first set since it was null.
 *
 * Source: WHATWG HTML, section 8.1.8.1 (event handlers).
 */
export function createHandlerAttribute<Handler>(target: EventTarget, type: string): HandlerAttribute<Handler> {
  let value: unknown = null;

  function handle(event: Event): void {
    // [spec] Invoke callback with […] event […] and with callback this value set to event's currentTarget. […] If return
    // value is false, then set event's canceled flag.
    if (typeof value === 'function' && value.call(target, event) === false) event.preventDefault();
  }

  return {
    get: () => value as Handler,
    set(handler) {
      // [spec] [LegacyTreatNonObjectAsNull] callback EventHandlerNonNull = any (Event event)
      value = Object(handler) === handler ? handler : null;
      // [spec] If the given value is null, then deactivate an event handler […]. Otherwise: […] activate an event handler.
      if (value) target.addEventListener(type, handle);
      else target.removeEventListener(type, handle);
    },
  };
}

interface HandlerAttribute<Handler> {
  get(this: void): Handler;
  set(this: void, handler: Handler): void;
}
