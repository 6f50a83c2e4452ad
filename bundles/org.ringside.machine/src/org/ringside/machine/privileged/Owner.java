package org.ringside.machine.privileged;

import org.ringside.machine.Component;

/**
 * A Java program that owns a privilege level of a hart: firmware, a VMM, a model of a host kernel. The architecture
 * vectors traps to levels; where guest code owns the level, the hart goes on at its vector, and where an owner does, the
 * owner is called in its stead, after the hart has entered the level exactly as for guest code (cause, saved pc and
 * status are in the level's registers).
 *
 * <p>Each method runs to completion between two steps and holds no thread. When it returns, the hart returns from the
 * level as by the architecture's trap return, to whatever the owner left in the registers, unless the owner asked
 * otherwise of its {@link Privileged}.
 *
 * @param <S> all state that the owner has, of all harts
 */
public interface Owner<S extends Record> extends Component<S> {

	/** The hart came out of reset into this level. */
	void reset(Privileged level);

	/** A trap or an interrupt was taken to this level. */
	void trap(Privileged level);

	/** The wait that this level {@linkplain Privileged#waitForInterrupt asked for} is over. */
	void wake(Privileged level);
}
