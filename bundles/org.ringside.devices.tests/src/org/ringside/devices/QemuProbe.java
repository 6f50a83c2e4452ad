package org.ringside.devices;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Performs accesses on QEMU's virt board and brings back what they answered. A small machine-mode program walks over a
 * list in memory, and memory is a file that both sides see.
 */
public final class QemuProbe {

	/** One access, and what came of it. */
	public record Access(Kind kind, long address, long value) {
		@Override
		public String toString() {
			return "%s 0x%x 0x%x".formatted(kind, address, value);
		}
	}

	/** In the order of the program's table. {@code WAIT} goes on when a word has a value. */
	public enum Kind {
		END, LOAD1, LOAD2, LOAD4, LOAD8, STORE1, STORE2, STORE4, STORE8, MIP, TIME, WAIT;

		public int width() {
			return 1 << (ordinal() - 1 & 3);
		}

		public boolean loads() {
			return this != END && ordinal() <= LOAD8.ordinal();
		}

		public boolean stores() {
			return ordinal() >= STORE1.ordinal() && ordinal() <= STORE8.ordinal();
		}
	}

	/** What an access that faulted answers. */
	public static final long FAULT = 0xfa17_fa17_fa17_fa17L;

	private static final int LIST = 0x1_0000;
	private static final int ENTRY = 32;

	/** Registers: s1 the table of jumps, s2 the entry of the list; t1 the kind, t2 the address, t3 the value. */
	private static final int[] PROGRAM = {
			0xf14022f3, 0x0c029a63, // csrr t0, mhartid; bnez t0, park
			0x00000297, 0x0a828293, 0x30529073, // lla t0, handler; csrw mtvec, t0
			0x00000497, 0x03048493, // lla s1, table
			0x00008937, 0x0019091b, 0x01091913, // li s2, 0x80010000
			0x00093c23, // next: sd zero, 24(s2)
			0x00093303, 0x00893383, 0x01093e03, // ld t1, 0(s2); ld t2, 8(s2); ld t3, 16(s2)
			0x00331313, 0x00930333, 0x00030067, // slli t1, t1, 3; add t1, t1, s1; jr t1
			0x0840006f, 0x00000013, // table: j end; nop
			0x0003ce03, 0x0540006f, // lbu t3, 0(t2); j store
			0x0003de03, 0x04c0006f, // lhu t3, 0(t2); j store
			0x0003ee03, 0x0440006f, // lwu t3, 0(t2); j store
			0x0003be03, 0x03c0006f, // ld t3, 0(t2); j store
			0x01c38023, 0x0340006f, // sb t3, 0(t2); j store
			0x01c39023, 0x02c0006f, // sh t3, 0(t2); j store
			0x01c3a023, 0x0240006f, // sw t3, 0(t2); j store
			0x01c3b023, 0x01c0006f, // sd t3, 0(t2); j store
			0x34402e73, 0x0140006f, // csrr t3, mip; j store
			0xc0102e73, 0x00c0006f, // csrr t3, time; j store
			0x0003ee83, 0xffce9ee3, // wait: lwu t4, 0(t2); bne t4, t3, wait
			0x01c93823, 0x02090913, 0xf7dff06f, // store: sd t3, 16(s2); addi s2, s2, 32; j next
			0x34202373, 0x00693c23, // handler: csrr t1, mcause; sd t1, 24(s2)
			0x34102373, 0x00430313, 0x34131073, 0x30200073, // mepc += 4; mret
			0x001002b7, 0x00005337, 0x5553031b, 0x0062a023, // end: li t0, 0x100000; li t1, 0x5555; sw t1, 0(t0)
			0x10500073, 0xffdff06f, // park: wfi; j park
	};

	private QemuProbe() {
	}

	public static boolean present() {
		for (String folder : System.getenv("PATH").split(":")) {
			if (Files.isExecutable(Path.of(folder, "qemu-system-riscv64"))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * One answer for each access: what was loaded, what was stored, or {@link #FAULT}.
	 *
	 * @param more arguments for QEMU
	 */
	public static List<Long> run(List<Access> accesses, Path folder, String... more) throws IOException, InterruptedException {
		Path ram = folder.resolve("ram");
		int size = 16 << 20;
		write(accesses, ram, size);
		List<String> command = new ArrayList<>(List.of("qemu-system-riscv64", "-machine", "virt,memory-backend=ram", "-object",
				"memory-backend-file,id=ram,share=on,size=" + size + ",mem-path=" + ram, "-m", "16M", "-bios", "none", "-display",
				"none", "-monitor", "none", "-serial", "null"));
		command.addAll(List.of(more));
		Process qemu = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(folder.resolve("qemu.log").toFile()).start();
		if (!qemu.waitFor(60, TimeUnit.SECONDS)) {
			qemu.destroyForcibly();
			throw new IOException("QEMU did not come to the end of the list");
		}
		if (qemu.exitValue() != 0) {
			throw new IOException("QEMU: " + Files.readString(folder.resolve("qemu.log")));
		}
		ByteBuffer after = ByteBuffer.wrap(Files.readAllBytes(ram)).order(ByteOrder.LITTLE_ENDIAN);
		List<Long> answers = new ArrayList<>();
		for (int i = 0; i < accesses.size(); i++) {
			int at = LIST + i * ENTRY;
			answers.add(after.getLong(at + 24) == 0 ? after.getLong(at + 16) : FAULT);
		}
		return answers;
	}

	private static void write(List<Access> accesses, Path ram, int size) throws IOException {
		ByteBuffer image = ByteBuffer.allocate(LIST + (accesses.size() + 1) * ENTRY).order(ByteOrder.LITTLE_ENDIAN);
		for (int word : PROGRAM) {
			image.putInt(word);
		}
		image.position(LIST);
		for (Access access : accesses) {
			image.putLong(access.kind().ordinal()).putLong(access.address()).putLong(access.value()).putLong(0);
		}
		try (FileChannel file = FileChannel.open(ram, StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			file.write(image.rewind(), 0);
			file.write(ByteBuffer.allocate(1), size - 1L);
		}
	}
}
