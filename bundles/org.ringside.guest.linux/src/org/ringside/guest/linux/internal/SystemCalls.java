package org.ringside.guest.linux.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.ringside.guest.GuestException;
import org.ringside.guest.Symbols.Symbol;

/**
 * The kernel's system calls by number: which function serves one, as its table says, and what its arguments are called, as
 * its descriptions for tracing say (its {@code include/linux/syscalls.h}, {@code SYSCALL_METADATA}), if it was built with them.
 */
final class SystemCalls {

	/** What one of them is; without parameters if the kernel describes none. */
	record Call(String name, List<Parameter> parameters) {
	}

	/** A parameter with its type in C. */
	record Parameter(String type, String name) {

		boolean isPointer() {
			return type.endsWith("*");
		}

		boolean isText() {
			return type.equals("const char *");
		}

		boolean isUnsigned() {
			return type.startsWith("unsigned") || type.startsWith("u") || type.startsWith("size_t") || type.startsWith("__u");
		}

		boolean isInt() {
			return type.equals("int") || type.equals("pid_t") || type.equals("unsigned int");
		}
	}

	private static final String TABLE = "sys_call_table";
	private static final String FUNCTION = "__riscv_sys_";
	private static final String DESCRIBED = "sys_";
	private static final int MOST = 4096;
	private static final int MOST_PARAMETERS = 6;

	private final LinkedKernel kernel;
	private final Map<String, List<Parameter>> described;

	SystemCalls(LinkedKernel kernel, Btf btf) {
		this.kernel = kernel;
		described = described(kernel, btf);
	}

	/** The call of a number, if the kernel serves it. */
	Optional<Call> find(long number) {
		Optional<Symbol> table = kernel.symbols().find(TABLE);
		if (table.isEmpty() || number < 0 || number >= Math.min(MOST, table.get().size() / Long.BYTES)) {
			return Optional.empty();
		}
		OptionalLong function = kernel.doubleword(table.get().address() + number * Long.BYTES);
		return function.isEmpty() ? Optional.empty() : kernel.symbols().at(function.getAsLong()).map(Symbol::name)
				.filter(name -> name.startsWith(FUNCTION)).map(name -> name.substring(FUNCTION.length()))
				.filter(name -> !name.equals("ni_syscall")).map(name -> new Call(name, described.getOrDefault(name, List.of())));
	}

	private static Map<String, List<Parameter>> described(LinkedKernel kernel, Btf btf) {
		Map<String, List<Parameter>> all = new HashMap<>();
		byte[] pointers;
		try {
			pointers = kernel.bytes("__start_syscalls_metadata", "__stop_syscalls_metadata");
		} catch (GuestException e) {
			// built without tracing of system calls: they have names, and their arguments none
			return all;
		}
		String struct = "syscall_metadata";
		int name = btf.offset(struct, "name");
		int count = btf.offset(struct, "nb_args");
		int types = btf.offset(struct, "types");
		int names = btf.offset(struct, "args");
		ByteBuffer words = ByteBuffer.wrap(pointers).order(ByteOrder.LITTLE_ENDIAN);
		while (words.remaining() >= Long.BYTES) {
			long at = words.getLong();
			String called = kernel.text(word(kernel, at + name));
			int parameters = (int) Math.clamp(word(kernel, at + count) & 0xff, 0, MOST_PARAMETERS);
			List<Parameter> list = new ArrayList<>();
			for (int i = 0; i < parameters; i++) {
				list.add(new Parameter(kernel.text(word(kernel, word(kernel, at + types) + i * Long.BYTES)),
						kernel.text(word(kernel, word(kernel, at + names) + i * Long.BYTES))));
			}
			if (called.startsWith(DESCRIBED)) {
				all.put(called.substring(DESCRIBED.length()), List.copyOf(list));
			}
		}
		return all;
	}

	private static long word(LinkedKernel kernel, long address) {
		return kernel.doubleword(address).orElse(0);
	}
}
