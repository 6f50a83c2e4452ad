package org.ringside.engine.internal;

import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.machine.Memory;

/**
 * Keeps cached translations as if they were coherent with the tables in memory: when an entry that could be in use
 * changes, all of them go, and with them the reason to watch any table.
 */
public final class TableWatch implements Memory.Watcher, AutoCloseable {

	private final Machine machine;
	private final Memory memory;

	public TableWatch(Machine machine) {
		this.machine = machine;
		memory = machine.memory();
		memory.watcher(Memory.TABLE, this);
	}

	@Override
	public void close() {
		memory.removeWatcher(this);
	}

	@Override
	public void before(int frame, int offset, int width, int bits) {
		for (int at = offset & -8; at < offset + width; at += 8) {
			if (inUse(memory.read(frame, at, 8))) {
				for (Hart hart : machine.harts()) {
					hart.translationChanged();
				}
				memory.unwatchTables();
				return;
			}
		}
	}

	private boolean inUse(long entry) {
		for (Hart hart : machine.harts()) {
			if (hart.tableEntryInUse(entry)) {
				return true;
			}
		}
		return false;
	}
}
