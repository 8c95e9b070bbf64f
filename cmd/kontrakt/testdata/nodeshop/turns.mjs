// What is done with one sale, or one member, is done in turn.

// inTurn does something when all that was to be done with it before has been done.
export function inTurn(it, what) {
  it.turn = (it.turn ?? Promise.resolve()).catch(() => {}).then(what);
  return it.turn;
}

// look asks how it stands. Who wants that while another waits for the same has the
// other's answer.
export function look(it, ask) {
  Object.assign(it, { asked: Date.now(), stale: true });
  it.look ??= inTurn(it, async () => {
    it.look = undefined;
    await ask();
    it.stale = false;
    return it;
  });
  return it.look;
}
