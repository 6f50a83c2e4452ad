package org.ringside.hypervisor;

import java.util.Map;

import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.Architecture;
import org.ringside.isa.Isa;

/**
 * What the VM is to be, from which the hypervisor's maker works out the physical machine.
 *
 * @param architecture of the VM, and so of the machine
 * @param isa derived from it
 * @param features of the VM's harts, as its board says
 * @param rate nanoseconds per step
 * @param memoryBase address at which the VM's memory begins, and the machine's
 * @param memorySize bytes of the VM's memory
 * @param engine that executes, on the machine and where the VMM emulates
 */
public record HypervisorContext(Architecture architecture, Isa isa, Map<String, String> features, long rate, long memoryBase, long memorySize,
		ExecutorMaker engine) {
}
