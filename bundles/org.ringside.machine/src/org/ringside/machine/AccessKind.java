package org.ringside.machine;

/** Why an address is accessed. Permission checks, watches and the audit of resource control depend on it. */
public enum AccessKind {
	/** Instruction fetch. */
	FETCH,
	/** Data read. */
	LOAD,
	/** Data write. */
	STORE,
	/** Read-modify-write, or a store-conditional: needs the rights of a store. */
	ATOMIC,
	/** A table walker reading or updating a translation table. */
	WALK,
	/** A device, through its port. */
	DMA;

	/** True if the access needs write permission. */
	public boolean writes() {
		return this == STORE || this == ATOMIC;
	}
}
