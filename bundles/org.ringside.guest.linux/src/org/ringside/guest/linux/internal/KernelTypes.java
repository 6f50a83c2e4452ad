package org.ringside.guest.linux.internal;

/** Where in the kernel's structures is what is looked at, as its own description of its types says. All in bytes. */
record KernelTypes(int tasks, int next, int pid, int tgid, int comm, int state, int exitState, int leader, int memory, int onCpu, int root,
		int current) {

	static KernelTypes of(Btf btf) {
		String task = "task_struct";
		return new KernelTypes(btf.offset(task, "tasks"), btf.offset("list_head", "next"), btf.offset(task, "pid"), btf.offset(task, "tgid"),
				btf.offset(task, "comm"), btf.offset(task, "__state"), btf.offset(task, "exit_state"), btf.offset(task, "group_leader"),
				btf.offset(task, "mm"), btf.optionalOffset(task, "on_cpu").orElse(-1), btf.offset("mm_struct", "pgd"), btf.offset("rq", "curr"));
	}
}
