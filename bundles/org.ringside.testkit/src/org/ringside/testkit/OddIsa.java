package org.ringside.testkit;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

import org.ringside.isa.Architecture;
import org.ringside.isa.Chapter;
import org.ringside.isa.Control;
import org.ringside.isa.Description;
import org.ringside.isa.Format;
import org.ringside.isa.Instruction;
import org.ringside.isa.Isa;
import org.ringside.isa.Operand;
import org.ringside.isa.Register;
import org.ringside.isa.RegisterFile;
import org.ringside.isa.RegisterRow;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.BusError;
import org.ringside.machine.Clock;
import org.ringside.machine.Hart;
import org.ringside.machine.Trap;
import org.ringside.machine.runtime.Access;

/**
 * An instruction set made of what RISC-V lacks, to keep the description language, the executors and the privileged
 * contract honest: nothing below the architectures may be shaped after one of them.
 *
 * <p>Addresses and registers have 32 bits, most significant byte first. Instructions have 1 to 7 bytes; the byte
 * {@code 0xfe} before one widens its constant. Two modes, user (u) and kernel (k). In user mode an address is first
 * checked against {@code limit} and moved by {@code base}; then, below 0x8000_0000, the architected TLB of eight entries
 * translates it, which software fills. In kernel mode addresses from 0x8000_0000 on are machine addresses, untranslated.
 * A store needs the mode's key to be zero or that of the frame.
 */
public final class OddIsa implements Architecture {

	/** Untranslated addresses of kernel mode begin here: machine address 0. */
	public static final long UNTRANSLATED = 0x8000_0000L;

	/** Causes of traps. Interrupts are {@link #INTERRUPT} and the number of the pin. */
	public static final int ILLEGAL = 0, PRIVILEGED = 1, TLB_MISS = 2, READ_ONLY = 3, SEGMENT = 4, KEY = 5, BUS = 6, CALL = 7, PORT = 8,
			INTERRUPT = 16, RECOVERY = 31;

	/** Bits of {@code status}. */
	public static final int KERNEL = 1, ENABLE = 2, NARROW = 4;

	private static final long ADDRESS = 0xffff_ffffL;
	private static final int PENDING = Hart.DELAYED | Hart.NULLIFIED;

	/** The description, read once. */
	private static final class Read {
		static final Isa ISA = Isa.of(new OddIsa());
	}

	/** This instruction set. */
	public static Isa isa() {
		return Read.ISA;
	}

	@Override
	public MethodHandles.Lookup lookup() {
		return MethodHandles.lookup();
	}

	@Override
	public List<Class<?>> chapters() {
		return List.of(Arithmetic.class, Storage.class, Flow.class, Supervision.class);
	}

	@Override
	public Class<? extends Hart> hartType() {
		return OddHart.class;
	}

	@Override
	public Hart createHart(int index, Map<String, String> features) {
		return new OddHart(index);
	}

	@Override
	public int contextBit(String name) {
		return switch (name) {
		case "kernel" -> KERNEL;
		case "narrow" -> NARROW;
		default -> throw new IllegalArgumentException("no bit of the context is called " + name);
		};
	}

	@Override
	public String pseudoInstructions() {
		return """
				ret => jmp link
				clr rd => li rd, 0
				""";
	}

	private static long address(int register) {
		return register & ADDRESS;
	}

	// ---- the hart

	/** Layout of the lower half of a TLB entry. */
	@Format(name = "TLB entry, lower half", width = 32, fields = "PFN[31:12] W[1] V[0]")
	static final class TlbLow {
		static final int VALID = 1, WRITABLE = 2;

		private TlbLow() {
		}
	}

	/** The state of a hart. */
	@Description(modes = "u k", bigEndian = true, alignment = 1, addressBits = 32, result = "rd", target = "target", pc = 16, operands = {
			@Operand(name = "rm", file = "r", address = "pointed", select = "m", bytes = 4), @Operand(name = "m", width = 1),
			@Operand(name = "imm", signed = true), @Operand(name = "word"), @Operand(name = "disp", signed = true), @Operand(name = "n", width = 4),
			@Operand(name = "cc", width = 4, names = "- nv eq ne cs cc mi pl vs vc hi ls ge lt gt le"),
			@Operand(name = "port"), @Operand(name = "code", width = 8), @Operand(name = "sr", width = 8, registers = 0) })
	static final class OddHart extends Hart {

		static final int ENTRIES = 8;
		private static final String SYSTEM = "k:always u:traps";

		@RegisterFile(name = "r", count = 16, width = 32, operands = "rd rs", number = 0, names = "r0 r1 r2 r3 r4 r5 r6 r7 r8 r9 r10 r11 r12 r13 link sp")
		final int[] r = new int[16];
		@Register(number = 17, width = 4, fields = "N[3] Z[2] C[1] V[0]", access = "k:always u:always")
		int flags;
		@Register(number = 18, width = 32, access = "k:always u:always")
		int hi;
		@Register(number = 19, width = 32, access = "k:always u:always")
		int lo;
		@Register(number = 20, width = 32, fields = "KEY[7:4] NARROW[2] IE[1] KERNEL[0]", access = SYSTEM, write = "writeStatus", changes = "traps")
		int status;
		@Register(number = 21, width = 32, fields = "DELAYED[31] NULLIFIED[30] KEY[7:4] NARROW[2] IE[1] KERNEL[0]", access = SYSTEM, changes = "traps")
		int estatus;
		@Register(number = 22, width = 32, access = SYSTEM, changes = "traps")
		int epc;
		@Register(number = 23, width = 32, access = SYSTEM, changes = "traps")
		int enext;
		@Register(number = 24, width = 32, access = SYSTEM, changes = "traps")
		int cause;
		@Register(number = 25, width = 32, access = SYSTEM, changes = "traps")
		int bad;
		@Register(number = 26, width = 32, access = SYSTEM)
		int vector;
		@Register(number = 27, width = 32, access = SYSTEM, write = "writeBase")
		int base;
		@Register(number = 28, width = 32, access = SYSTEM, write = "writeLimit")
		int limit;
		@Register(number = 29, width = 32, access = SYSTEM, changes = "lines")
		int lines;
		@Register(number = 30, width = 32, access = SYSTEM)
		int scratch;
		@Register(number = 31, width = 32, access = SYSTEM, fields = "VPN[31:12]", changes = "traps")
		int high;
		@Register(number = 32, width = 32, access = SYSTEM, fields = "PFN[31:12] W[1] V[0]")
		int low;
		@Register(number = 33, width = 3, access = SYSTEM)
		int slot;
		@Register(number = 34, width = 3, access = SYSTEM, write = "writeWired")
		int wired;
		@Register(number = 40, count = ENTRIES, width = 32, fields = "VPN[31:12]", access = SYSTEM, write = "writeTlbHigh", changes = "instructions")
		final int[] tlbHigh = new int[ENTRIES];
		@Register(number = 48, count = ENTRIES, width = 32, fields = "PFN[31:12] W[1] V[0]", access = SYSTEM, write = "writeTlbLow", changes = "instructions")
		final int[] tlbLow = new int[ENTRIES];

		private Bus memory;
		private Bus ports;

		OddHart(int index) {
			super(index);
		}

		/** Target of a relative transfer. */
		static long target(long next, long disp) {
			return next + disp;
		}

		/** Address of an operand in memory. */
		static long pointed(int rm) {
			return rm;
		}

		static void writeStatus(OddHart hart, long value) {
			hart.status = (int) value & (0xf0 | NARROW | ENABLE | KERNEL);
			hart.statusChanged();
		}

		/** A base is a multiple of 16, so that what is aligned stays so. */
		static void writeBase(OddHart hart, long value) {
			hart.base = (int) value & -16;
			hart.translationChanged();
		}

		static void writeLimit(OddHart hart, long value) {
			hart.limit = (int) value;
			hart.translationChanged();
		}

		static void writeWired(OddHart hart, long value) {
			hart.wired = (int) value & ENTRIES - 1;
		}

		static void writeTlbHigh(OddHart hart, int index, long value) {
			hart.tlbHigh[index] = (int) value & -4096;
			hart.translationChanged();
		}

		static void writeTlbLow(OddHart hart, int index, long value) {
			hart.tlbLow[index] = (int) value & (-4096 | TlbLow.WRITABLE | TlbLow.VALID);
			hart.translationChanged();
		}

		/** The entry that the next random replacement takes: a function of steps. */
		@Register(number = 35, width = 3, access = SYSTEM, changes = "steps")
		static long random(OddHart hart) {
			return hart.wired + hart.steps % (ENTRIES - hart.wired);
		}

		@Register(number = 36, width = 8, access = SYSTEM)
		static long id(OddHart hart) {
			return hart.index;
		}

		void fill(int entry) {
			writeTlbHigh(this, entry, high);
			writeTlbLow(this, entry, low);
		}

		boolean kernel() {
			return (status & KERNEL) != 0;
		}

		int key() {
			return status >>> 4 & 15;
		}

		private void statusChanged() {
			setContext(status & (KERNEL | NARROW), (kernel() ? 16 : 0) + key());
			attention();
		}

		@Override
		public void reset(long resetVector) {
			for (int i = 0; i < ENTRIES; i++) {
				tlbHigh[i] = tlbLow[i] = 0;
			}
			for (int i = 0; i < r.length; i++) {
				r[i] = 0;
			}
			flags = hi = lo = estatus = epc = enext = cause = bad = vector = base = limit = scratch = high = low = slot = wired = 0;
			setPending(0);
			waiting = false;
			pc = UNTRANSLATED + resetVector & ADDRESS;
			nextPc = 0;
			writeStatus(this, KERNEL);
			translationChanged();
		}

		@Override
		public int level() {
			return kernel() ? 1 : 0;
		}

		@Override
		public int regimes() {
			return 32;
		}

		@Override
		public long translate(long va, int width, AccessKind kind, Grant grant) {
			grant.none();
			if (kernel() && va >= UNTRANSLATED) {
				return checked(va, va - UNTRANSLATED, true, true, kind, grant);
			}
			if (kernel()) {
				return paged(va, va, true, kind, grant);
			}
			if (va + width - 1 > address(limit)) {
				throw raise(SEGMENT, va);
			}
			long linear = va + address(base) & ADDRESS;
			if (linear >= UNTRANSLATED) {
				throw raise(SEGMENT, va);
			}
			return paged(va, linear, (base & 4095) == 0 && (va | 4095) <= address(limit), kind, grant);
		}

		/** @param whole true if what holds at the address holds in its whole page, and offsets in pages are kept */
		private long paged(long va, long linear, boolean whole, AccessKind kind, Grant grant) {
			for (int i = 0; i < ENTRIES; i++) {
				if (((tlbHigh[i] ^ (int) linear) & -4096) == 0 && (tlbLow[i] & TlbLow.VALID) != 0) {
					boolean writable = (tlbLow[i] & TlbLow.WRITABLE) != 0;
					if (kind.writes() && !writable) {
						throw raise(READ_ONLY, va);
					}
					return checked(va, address(tlbLow[i] & -4096) | linear & 4095, whole, writable, kind, grant);
				}
			}
			throw raise(TLB_MISS, va);
		}

		@Override
		public OptionalLong examine(long va) {
			if (kernel() && va >= UNTRANSLATED) {
				return OptionalLong.of(va - UNTRANSLATED);
			}
			long linear = kernel() ? va : va + address(base) & ADDRESS;
			for (int i = 0; i < ENTRIES; i++) {
				if (((tlbHigh[i] ^ (int) linear) & -4096) == 0 && (tlbLow[i] & TlbLow.VALID) != 0) {
					return OptionalLong.of(address(tlbLow[i] & -4096) | linear & 4095);
				}
			}
			return OptionalLong.empty();
		}

		private long checked(long va, long machine, boolean whole, boolean writable, AccessKind kind, Grant grant) {
			int frame = memory.frameAt(machine);
			if (frame < 0 && kind == AccessKind.FETCH) {
				throw busError(va, kind);
			}
			boolean fits = key() == 0 || frame < 0 || memory.memory().attribute(frame) == key();
			if (kind.writes() && !fits) {
				throw raise(KEY, va);
			}
			grant.load = whole;
			grant.store = whole && writable && fits;
			return machine;
		}

		@Override
		public Trap busError(long va, AccessKind kind) {
			return raise(BUS, va);
		}

		@Override
		public void misaligned(long va, int width, AccessKind kind) {
			// performed, bytewise
		}

		@Override
		public Trap illegal(long bits, int length) {
			return raise(ILLEGAL, bits);
		}

		@Override
		public boolean tableEntryInUse(long old) {
			return false; // the hardware reads no tables
		}

		@Override
		public void storeSeen(long address, int width) {
			// there are no reservations
		}

		@Override
		public int trapLevel() {
			return 1;
		}

		@Override
		public void enterTrap(int level) {
			estatus = status | context & PENDING;
			epc = (int) pc;
			enext = delayed() ? (int) nextPc : 0;
			cause = trapCause;
			bad = (int) trapValue;
			if (trapCause == TLB_MISS) {
				high = (int) (kernel() ? trapValue : trapValue + base) & -4096;
			}
			setPending(0);
			nextPc = 0;
			writeStatus(this, KERNEL);
			pc = address(vector + (trapCause == TLB_MISS ? 64 : 0));
		}

		@Override
		public int pendingInterrupt() {
			return (status & ENABLE) != 0 && lines != 0 ? INTERRUPT + Integer.numberOfTrailingZeros(lines) : NONE;
		}

		@Override
		public boolean wakes() {
			return lines != 0;
		}

		@Override
		public int interruptLevel(int interrupt) {
			return 1;
		}

		@Override
		public void enterInterrupt(int level, int interrupt) {
			raise(interrupt, 0);
			enterTrap(level);
		}

		@Override
		public void leave(int level) {
			pc = resume();
		}

		/** Everything but the pc becomes what it was before the trap; the answer is what the pc was. */
		long resume() {
			setPending(estatus & PENDING);
			nextPc = delayed() ? address(enext) : 0;
			writeStatus(this, estatus);
			return address(epc);
		}

		@Override
		public void pin(int pin, boolean isHigh) {
			lines = isHigh ? lines | 1 << pin : lines & ~(1 << pin);
			attention();
		}

		@Override
		public int pinNamed(String name) {
			return switch (name) {
			case "external" -> 0;
			case "timer" -> 1;
			default -> throw new IllegalArgumentException("this hart has no pin " + name + ": use external or timer");
			};
		}

		@Override
		public void connect(Bus main, Clock clock) {
			memory = main;
		}

		@Override
		public void connectSpaces(Function<String, Bus> spaces) {
			ports = spaces.apply("ports");
		}

		@Override
		public void registersReplaced() {
			statusChanged();
		}

		@Override
		public void breakReservation() {
			// there are none
		}

		@Override
		public int registerNamed(String name) {
			return isa().register(name).number();
		}

		@Override
		public long readRegister(int number) {
			return isa().register(number).read(this);
		}

		@Override
		public void writeRegister(int number, long value) {
			isa().register(number).write(this, value);
		}

		@Override
		public int recoveryCause() {
			return RECOVERY;
		}
	}

	// ---- the chapters

	/** Values; flags are further results, and vanish where nobody reads them. */
	@Chapter(value = "A", title = "Arithmetic")
	static final class Arithmetic {

		private Arithmetic() {
		}

		@Instruction(bits = "00000000")
		static void nop() {
			// nothing happens
		}

		@Instruction(bits = "0001000 m rd rm", asm = "rd, rm", also = "flags = sumFlags")
		static int add(int rd, int rm) {
			return rd + rm;
		}

		@Instruction(bits = "0001001 m rd rm", asm = "rd, rm", also = "flags = differenceFlags")
		static int sub(int rd, int rm) {
			return rd - rm;
		}

		@Instruction(bits = "0001010 m rd rm", asm = "rd, rm", also = "flags = logicFlags")
		static int and(int rd, int rm) {
			return rd & rm;
		}

		@Instruction(bits = "0001011 m rd rm", asm = "rd, rm", also = "flags = logicFlags")
		static int xor(int rd, int rm) {
			return rd ^ rm;
		}

		@Instruction(bits = "0001100 m rd rm", asm = "rd, rm")
		static int mov(int rm) {
			return rm;
		}

		/** Add with carry: flags are an operand, too. */
		@Instruction(bits = "0001101 m rd rm", asm = "rd, rm", also = "flags = carriedFlags")
		static int adc(int rd, int rm, int flags) {
			return rd + rm + (flags >> 1 & 1);
		}

		/** The register-or-memory operand is the result, too: memory is changed in place. */
		@Instruction(bits = "0001110 m rs rm", asm = "rm, rs", result = "rm", also = "flags = addedFlags")
		static int addto(int rm, int rs) {
			return rm + rs;
		}

		@Instruction(bits = "0001111 m rd rm", asm = "rd, rm", result = "flags")
		static int cmp(int rd, int rm) {
			return differenceFlags(rd, rm, rd - rm);
		}

		/** 32 by 32 gives 64 bits, in {@code hi} and {@code lo}. */
		@Instruction(bits = "00100000 rd rs", asm = "rd, rs", result = "lo", also = "hi = upperProduct")
		static int mul(int rd, int rs) {
			return rd * rs;
		}

		@Instruction(bits = "00100001 0000 rd", asm = "rd")
		static int mfhi(int hi) {
			return hi;
		}

		@Instruction(bits = "00100010 0000 rd", asm = "rd")
		static int mflo(int lo) {
			return lo;
		}

		@Instruction(bits = "00100011 n rd", asm = "rd, n", where = "n != 0", also = "flags = logicFlags")
		static int shl(int rd, int n) {
			return rd << n;
		}

		@Instruction(bits = "00100100 n rd", asm = "rd, n", also = "flags = logicFlags")
		static int shr(int rd, int n) {
			return rd >>> n;
		}

		/** The row that {@code shl} is not for. */
		@Instruction(bits = "00100011 0000 rd", asm = "rd", result = "flags")
		static int test(int rd) {
			return logicFlags(rd);
		}

		@Instruction(bits = "0011 rd imm[15:0]", asm = "rd, imm")
		static int li(int imm) {
			return imm;
		}

		@Instruction(name = "li", bits = "11111110 0011 rd word[31:0]", asm = "rd, word")
		static int liWide(int word) {
			return word;
		}

		@Instruction(bits = "01000000 rd rs imm[15:0]", asm = "rd, rs, imm")
		static int addi(int rs, int imm) {
			return rs + imm;
		}

		/** The longest: seven bytes. */
		@Instruction(name = "addi", bits = "11111110 01000000 rd rs word[31:0]", asm = "rd, rs, word")
		static int addiWide(int rs, int word) {
			return rs + word;
		}

		/** Only while {@code NARROW} is set; else the same byte begins {@code lih}. */
		@Instruction(bits = "1000 rd", asm = "rd", when = "narrow", also = "flags = logicFlags")
		static int inc(int rd) {
			return rd + 1;
		}

		@Instruction(bits = "1000 rd imm[31:16]", asm = "rd, imm[31:16]", when = "!narrow")
		static int lih(int imm) {
			return imm;
		}

		static int upperProduct(int rd, int rs) {
			return (int) ((long) rd * rs >> 32);
		}

		static int logicFlags(int result) {
			return result >>> 28 & 8 | (result == 0 ? 4 : 0);
		}

		static int sumFlags(int rd, int rm, int result) {
			return logicFlags(result) | (Integer.compareUnsigned(result, rd) < 0 ? 2 : 0) | ((rd ^ result) & (rm ^ result)) >>> 31;
		}

		static int addedFlags(int rm, int rs, int result) {
			return sumFlags(rm, rs, result);
		}

		static int differenceFlags(int rd, int rm, int result) {
			return logicFlags(result) | (Integer.compareUnsigned(rd, rm) < 0 ? 2 : 0) | ((rd ^ rm) & (rd ^ result)) >>> 31;
		}

		static int carriedFlags(int rd, int rm, int flags, int result) {
			boolean carry = (flags & 2) != 0 ? Integer.compareUnsigned(result, rd) <= 0 : Integer.compareUnsigned(result, rd) < 0;
			return logicFlags(result) | (carry ? 2 : 0) | ((rd ^ result) & (rm ^ result)) >>> 31;
		}
	}

	/** Memory, most significant byte first. */
	@Chapter(value = "S", title = "Storage")
	static final class Storage {

		private Storage() {
		}

		@Instruction(bits = "01000001 rd rs disp[23:0]", asm = "rd, disp(rs)")
		static int ldw(Access memory, int rs, int disp) {
			return (int) memory.load32Big(address(rs + disp));
		}

		@Instruction(bits = "01000010 rd rs disp[15:0]", asm = "rd, disp(rs)")
		static void stw(Access memory, int rd, int rs, int disp) {
			memory.store32Big(address(rs + disp), rd);
		}

		@Instruction(bits = "01000011 rd rs disp[7:0]", asm = "rd, disp(rs)")
		static int ldh(Access memory, int rs, int disp) {
			return (int) memory.load16Big(address(rs + disp));
		}

		@Instruction(bits = "01000100 rd rs disp[7:0]", asm = "rd, disp(rs)")
		static void sth(Access memory, int rd, int rs, int disp) {
			memory.store16Big(address(rs + disp), rd);
		}

		@Instruction(bits = "01000101 rd rs disp[7:0]", asm = "rd, disp(rs)")
		static int ldb(Access memory, int rs, int disp) {
			return (int) memory.load8(address(rs + disp));
		}

		@Instruction(bits = "01000110 rd rs disp[7:0]", asm = "rd, disp(rs)")
		static void stb(Access memory, int rd, int rs, int disp) {
			memory.store8(address(rs + disp), rd);
		}

		/** Moves r3 bytes from where r1 points to where r2 points, one by one; a trap or an interrupt comes between two. */
		@Instruction(bits = "01000111", control = Control.REPEAT, restart = "r1 r2 r3", also = { "r1 = source", "r2 = destination", "r3 = left" })
		static boolean mvb(Access memory, int r1, int r2, int r3) {
			if (r3 == 0) {
				return false;
			}
			memory.store8(address(r2), memory.load8(address(r1)));
			return r3 != 1;
		}

		static int source(int r1, int r3) {
			return r3 == 0 ? r1 : r1 + 1;
		}

		static int destination(int r2, int r3) {
			return r3 == 0 ? r2 : r2 + 1;
		}

		static int left(int r3) {
			return r3 == 0 ? 0 : r3 - 1;
		}
	}

	/** Branches at once and delayed, skipping, and executing another instruction. */
	@Chapter(value = "F", title = "Flow of control")
	static final class Flow {

		private Flow() {
		}

		@Instruction(bits = "0101 cc disp[15:0]", asm = "{cc} disp", control = Control.BRANCH)
		static boolean b(int cc, int flags) {
			boolean n = (flags & 8) != 0;
			boolean z = (flags & 4) != 0;
			boolean c = (flags & 2) != 0;
			boolean v = (flags & 1) != 0;
			boolean holds = switch (cc >> 1) {
			case 0 -> true;
			case 1 -> z;
			case 2 -> c;
			case 3 -> n;
			case 4 -> v;
			case 5 -> !c && !z;
			case 6 -> n == v;
			default -> n == v && !z;
			};
			return holds == ((cc & 1) == 0);
		}

		/** Decrements and branches while not zero: a branch with a result. */
		@Instruction(bits = "01100000 0000 rd disp[15:0]", asm = "rd, disp", control = Control.BRANCH, also = "rd = less")
		static boolean loop(int rd) {
			return rd != 1;
		}

		static int less(int rd) {
			return rd - 1;
		}

		@Instruction(bits = "01100001 0000 rs", asm = "rs", control = Control.JUMP)
		static long jmp(int rs) {
			return rs;
		}

		@Instruction(bits = "01100010 disp[15:0]", asm = "disp", control = Control.JUMP, also = "link = after")
		static long call(long next, int disp) {
			return next + disp;
		}

		static int after(int next) {
			return next;
		}

		/** The instruction that follows is executed before the branch is taken. */
		@Instruction(bits = "0111 cc disp[15:0]", asm = "{cc} disp", control = Control.DELAYED)
		static boolean d(int cc, int flags) {
			return b(cc, flags);
		}

		@Instruction(bits = "01100011 0000 rs", asm = "rs", control = Control.DELAYED)
		static long djmp(int rs) {
			return rs;
		}

		/** Skips the instruction that follows if the registers are equal. */
		@Instruction(bits = "01100100 rd rs", asm = "rd, rs", control = Control.NULLIFY)
		static boolean skeq(int rd, int rs) {
			return rd == rs;
		}

		/** Executes the instruction that rs points to, the low byte of rd having been ORed into its second byte. */
		@Instruction(bits = "01100101 rd rs", asm = "rd, (rs)", control = Control.EXECUTE)
		static long ex(Access memory, int rd, int rs) {
			return memory.load64Big(address(rs)) | (rd & 0xffL) << 48;
		}
	}

	/** What the kernel does, and what finds out who is the kernel. */
	@Chapter(value = "K", title = "Supervision")
	static final class Supervision {

		private static final String SYSTEM = "k:always u:traps";

		private Supervision() {
		}

		private static void onlyKernel(OddHart hart) {
			if (!hart.kernel()) {
				throw hart.raise(PRIVILEGED, 0);
			}
		}

		@Instruction(bits = "10010000 code", asm = "code", access = "k:traps u:traps")
		static void sys(OddHart hart, int code) {
			throw hart.raise(CALL, code);
		}

		@Instruction(bits = "10010001", control = Control.JUMP, access = SYSTEM)
		static long rte(OddHart hart) {
			onlyKernel(hart);
			if (hart.delayed()) {
				throw hart.illegal(0x91, 1);
			}
			return hart.resume();
		}

		@Instruction(bits = "10010010 0000 rd sr", asm = "rd, sr", access = SYSTEM)
		static int mfs(OddHart hart, int sr) {
			onlyKernel(hart);
			return (int) register(hart, sr, false).read(hart);
		}

		@Instruction(bits = "10010011 0000 rs sr", asm = "sr, rs", access = SYSTEM)
		static void mts(OddHart hart, int rs, int sr) {
			onlyKernel(hart);
			register(hart, sr, true).write(hart, rs);
		}

		/** The general registers and the pc have no numbers here. */
		private static RegisterRow register(OddHart hart, int sr, boolean written) {
			for (RegisterRow row : isa().registers()) {
				if (row.number() == sr && sr > 16 && (row.writable() || !written)) {
					return row;
				}
			}
			throw hart.raise(ILLEGAL, sr);
		}

		/** Fills the TLB entry that {@code slot} names from {@code high} and {@code low}. */
		@Instruction(bits = "10010100", access = SYSTEM)
		static void tlbwi(OddHart hart) {
			onlyKernel(hart);
			hart.fill(hart.slot & OddHart.ENTRIES - 1);
		}

		/** Fills a random entry that is not wired. */
		@Instruction(bits = "10010101", access = SYSTEM)
		static void tlbwr(OddHart hart) {
			onlyKernel(hart);
			hart.fill((int) OddHart.random(hart));
		}

		@Instruction(bits = "10010110 rd port[11:0]", asm = "rd, port", access = SYSTEM)
		static int in(OddHart hart, Access memory, int port) {
			onlyKernel(hart);
			try {
				return (int) memory.readSpace(hart.ports, port, 4);
			} catch (BusError e) {
				throw hart.raise(PORT, port);
			}
		}

		@Instruction(bits = "10010111 rs port[11:0]", asm = "port, rs", access = SYSTEM)
		static void out(OddHart hart, Access memory, int rs, int port) {
			onlyKernel(hart);
			try {
				memory.writeSpace(hart.ports, port, 4, rs);
			} catch (BusError e) {
				throw hart.raise(PORT, port);
			}
		}

		/** Sets the key of the frame at the machine address in rs. */
		@Instruction(bits = "10011000 rd rs", asm = "rd, rs", access = SYSTEM)
		static void ssk(OddHart hart, int rd, int rs) {
			onlyKernel(hart);
			hart.memory.memory().attribute(frame(hart, rs), rd & 15);
		}

		@Instruction(bits = "10011001 rd rs", asm = "rd, rs", access = SYSTEM)
		static int isk(OddHart hart, int rs) {
			onlyKernel(hart);
			return hart.memory.memory().attribute(frame(hart, rs));
		}

		private static int frame(OddHart hart, int machine) {
			int frame = hart.memory.frameAt(address(machine));
			if (frame < 0) {
				throw hart.raise(BUS, address(machine));
			}
			return frame;
		}

		/** Waits for an interrupt, enabled or not. */
		@Instruction(bits = "10011010", access = SYSTEM)
		static void wait(OddHart hart) {
			onlyKernel(hart);
			hart.waiting = true;
			hart.attention();
		}

		/** Sets flags and status from one word. In user mode the status stays as it is, in silence. */
		@Instruction(bits = "10011011 0000 rs", asm = "rs", access = "k:always u:differs")
		static void setps(OddHart hart, int rs) {
			hart.flags = rs >>> 28;
			if (hart.kernel()) {
				OddHart.writeStatus(hart, rs);
			}
		}

		/** Flags and status in one word: shows even in user mode who is the kernel. */
		@Instruction(bits = "10011100 0000 rd", asm = "rd", access = "k:always u:differs")
		static int getps(OddHart hart) {
			return hart.flags << 28 | hart.status;
		}

		/** Changes the meaning of the bytes that follow. */
		@Instruction(bits = "10011101", access = "k:always u:always")
		static void narrow(OddHart hart) {
			OddHart.writeStatus(hart, hart.status | NARROW);
		}

		@Instruction(bits = "10011110", access = "k:always u:always")
		static void wide(OddHart hart) {
			OddHart.writeStatus(hart, hart.status & ~NARROW);
		}
	}
}
