package org.ringside.isa.riscv;

import static org.ringside.isa.riscv.MachineCsrs.MIE;
import static org.ringside.isa.riscv.MachineCsrs.SIE;
import static org.ringside.isa.riscv.MachineCsrs.WIDTHS;

import java.util.Arrays;
import java.util.OptionalLong;

import org.ringside.isa.Description;
import org.ringside.isa.Operand;
import org.ringside.isa.Register;
import org.ringside.isa.RegisterFile;
import org.ringside.isa.riscv.SupervisorMode.Sv39Pte;
import org.ringside.machine.AccessKind;
import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.Hart;
import org.ringside.machine.Trap;
import org.ringside.machine.privileged.Reservation;

/**
 * A RISC-V hart: RV64IMAC and what {@link Extensions} names, with M, S and U, Sv39 to Sv57 and PMP, as the unprivileged
 * manual of 2019 and the privileged manual 1.12 say. Where they leave a choice it is QEMU's, so that the two can be
 * compared; each such place says so.
 *
 * <p>The {@linkplain #context context} is the mode, what the hart lacks, whether floating point is on, and whether its
 * dynamic rounding mode is one. The {@linkplain #regime regime} is the mode that data is accessed in, which MPRV may make
 * another, with SUM and MXR where they count.
 */
@Description(modes = "u s m", alignment = 2, addressBits = 64, result = "rd", target = "target", length = "length", elfMachine = 243,
		pc = RegisterNumbers.PC, gdbArchitecture = "riscv:rv64", gdbFeatures = { "org.gnu.gdb.riscv.cpu 0x1000-0x101f=0 pc=32",
				"org.gnu.gdb.riscv.fpu 0x1020-0x103f=33:ieee_double fflags=66 frm=67 fcsr=68", "org.gnu.gdb.riscv.csr 0x0-0xfff=65",
				"org.gnu.gdb.riscv.virtual priv=4161" }, operands = {
				@Operand(name = "imm", signed = true), @Operand(name = "shamt"), @Operand(name = "uimm"),
				@Operand(name = "nzimm", signed = true), @Operand(name = "nzuimm"),
				@Operand(name = "rd'", width = 3, file = "x", plus = 8), @Operand(name = "rs1'", width = 3, file = "x", plus = 8),
				@Operand(name = "rs2'", width = 3, file = "x", plus = 8), @Operand(name = "csr", width = 12, registers = 0),
				@Operand(name = "frd'", width = 3, file = "f", plus = 8), @Operand(name = "frs2'", width = 3, file = "f", plus = 8),
				@Operand(name = "rm", width = 3, names = "rne rtz rdn rup rmm - - dyn"), @Operand(name = "aqrl", width = 2, names = "- .rl .aq .aqrl"),
				@Operand(name = "pred", width = 4, names = RiscvHart.ORDERED), @Operand(name = "succ", width = 4, names = RiscvHart.ORDERED) })
public final class RiscvHart extends Hart {

	// ---- levels

	public static final int U = 0;
	public static final int S = 1;
	public static final int M = 3;

	// ---- interrupts, by their bits in mip; those that are wired to devices are pins of the same number

	static final int SSI = 1;
	static final int MSI = 3;
	static final int STI = 5;
	static final int MTI = 7;
	static final int SEI = 9;
	static final int MEI = 11;
	/** Left to the platform by the manual. */
	static final int RECOVERY = 24;
	static final long SUPERVISOR_INTERRUPTS = 1L << SSI | 1L << STI | 1L << SEI;

	// ---- the context, above the mode

	/** Floating point is not off. */
	static final int FS_CONTEXT = 4;
	/** {@code frm} holds a rounding mode. */
	static final int FRM_CONTEXT = 8;

	private static final int DYNAMIC = 7;

	/** Nanoseconds of a tick of {@code time}. */
	static final long TICK = 100;

	static final String ORDERED = "- w r rw o ow or orw i iw ir irw io iow ior iorw";

	private static final String STATUS = "SIE[1] MIE[3] SPIE[5] UBE[6] MPIE[7] SPP[8] VS[10:9] MPP[12:11] FS[14:13] XS[16:15] "
			+ "MPRV[17] SUM[18] MXR[19] TVM[20] TW[21] TSR[22] UXL[33:32] SXL[35:34] SBE[36] MBE[37] SD[63]";
	private static final String EXCEPTIONS = "FETCH_MISALIGNED[0] FETCH_ACCESS[1] ILLEGAL[2] BREAKPOINT[3] LOAD_MISALIGNED[4] "
			+ "LOAD_ACCESS[5] STORE_MISALIGNED[6] STORE_ACCESS[7] ECALL_U[8] ECALL_S[9] FETCH_PAGE[12] LOAD_PAGE[13] STORE_PAGE[15]";
	private static final String VECTOR = "BASE[63:2] MODE[1:0]";
	private static final String COUNTERS = "CY[0] TM[1] IR[2] HPM[31:3]";
	private static final String ENTRIES = "pmp0cfg[7:0] pmp1cfg[15:8] pmp2cfg[23:16] pmp3cfg[31:24] pmp4cfg[39:32] pmp5cfg[47:40] "
			+ "pmp6cfg[55:48] pmp7cfg[63:56]";

	private static final String ENVIRONMENT = "FIOM[0] CBIE[5:4] CBCFE[6] CBZE[7]";

	static final String NAMES = "zero ra sp gp tp t0 t1 t2 s0/fp s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 "
			+ "t3 t4 t5 t6";

	@RegisterFile(name = "x", count = 32, width = 64, operands = "rd rs1 rs2", zero = 0, number = RegisterNumbers.X, names = NAMES)
	public final long[] x = new long[33];

	// ---- floating point

	static final String FLOAT_NAMES = "ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 "
			+ "fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11";

	/** A single is held in the lower half, under ones. */
	@RegisterFile(name = "f", count = 32, width = 64, operands = "frd frs1 frs2 frs3", number = RegisterNumbers.F, names = FLOAT_NAMES)
	public final long[] f = new long[32];

	@Register(number = 0x001, width = 5, fields = "NX[0] UF[1] OF[2] DZ[3] NV[4]", access = "m:unless(!FS) s:unless(!FS) u:unless(!FS)",
			write = "writeFflags")
	public long fflags;

	@Register(number = 0x002, width = 3, access = "m:unless(!FS) s:unless(!FS) u:unless(!FS)", write = "writeFrm")
	public long frm;

	// ---- S

	@Register(number = 0x105, fields = VECTOR, access = Csrs.SUPERVISOR, write = "writeStvec")
	public long stvec;

	@Register(number = 0x106, fields = COUNTERS, access = Csrs.SUPERVISOR, write = "writeScounteren")
	public long scounteren;

	@Register(number = 0x10a, fields = ENVIRONMENT, access = Csrs.SUPERVISOR, write = "writeSenvcfg")
	public long senvcfg;

	@Register(number = 0x140, access = Csrs.SUPERVISOR)
	public long sscratch;

	@Register(number = 0x141, access = Csrs.SUPERVISOR, write = "writeSepc", changes = "traps")
	public long sepc;

	@Register(number = 0x142, fields = "CODE[62:0] INTERRUPT[63]", access = Csrs.SUPERVISOR, changes = "traps")
	public long scause;

	@Register(number = 0x143, access = Csrs.SUPERVISOR, changes = "traps")
	public long stval;

	@Register(number = 0x180, fields = "PPN[43:0] ASID[59:44] MODE[63:60]", access = "m:always s:unless(TVM) u:traps", write = "writeSatp")
	public long satp;

	/** The time of S's timer interrupt, where {@code menvcfg.STCE} gives S one of its own ("Sstc"). */
	@Register(number = 0x14d, access = "m:always s:unless(!mcounteren.TM|!menvcfg.STCE) u:traps", write = "writeStimecmp")
	public long stimecmp;

	// ---- M

	@Register(number = 0x300, fields = STATUS, access = Csrs.MACHINE, write = "writeMstatus", changes = "traps")
	public long mstatus;

	@Register(number = 0x302, fields = EXCEPTIONS, access = Csrs.MACHINE, write = "writeMedeleg")
	public long medeleg;

	@Register(number = 0x303, fields = "SSI[1] STI[5] SEI[9]", access = Csrs.MACHINE, write = "writeMideleg")
	public long mideleg;

	@Register(number = 0x304, fields = "SSIE[1] MSIE[3] STIE[5] MTIE[7] SEIE[9] MEIE[11]", access = Csrs.MACHINE, write = "writeMie")
	public long mie;

	@Register(number = 0x305, fields = VECTOR, access = Csrs.MACHINE, write = "writeMtvec")
	public long mtvec;

	@Register(number = 0x306, fields = COUNTERS, access = Csrs.MACHINE, write = "writeMcounteren")
	public long mcounteren;

	@Register(number = 0x30a, fields = ENVIRONMENT + " PBMTE[62] STCE[63]", access = Csrs.MACHINE, write = "writeMenvcfg")
	public long menvcfg;

	@Register(number = 0x320, fields = "CY[0] IR[2]", access = Csrs.MACHINE, write = "writeMcountinhibit")
	public long mcountinhibit;

	@Register(number = 0x340, access = Csrs.MACHINE)
	public long mscratch;

	@Register(number = 0x341, access = Csrs.MACHINE, write = "writeMepc", changes = "traps")
	public long mepc;

	@Register(number = 0x342, fields = "CODE[62:0] INTERRUPT[63]", access = Csrs.MACHINE, changes = "traps")
	public long mcause;

	@Register(number = 0x343, access = Csrs.MACHINE, changes = "traps")
	public long mtval;

	@Register(number = 0x3a0, fields = ENTRIES, access = Csrs.MACHINE, write = "writePmpcfg0")
	public long pmpcfg0;

	@Register(number = 0x3a2, fields = ENTRIES, access = Csrs.MACHINE, write = "writePmpcfg2")
	public long pmpcfg2;

	@Register(number = 0x3b0, count = Pmp.ENTRIES, width = 54, access = Csrs.MACHINE, write = "writePmpaddr")
	public final long[] pmpaddr = new long[Pmp.ENTRIES];

	// ---- what no instruction names

	@Register(number = RegisterNumbers.PRIV, name = "priv", width = 2, access = Csrs.NOBODY, changes = "traps")
	public int privilege;

	/** Bits of mip that software set: an interrupt is pending if its bit is set here or its pin is high. */
	@Register(number = 0x2010, access = Csrs.NOBODY)
	public long softwareInterrupts;

	@Register(number = 0x2011, access = Csrs.NOBODY, changes = "lines")
	public long pins;

	/** Bytes reserved by a load-reserved, 0 for none. */
	@Register(number = 0x2012, width = 4, access = Csrs.NOBODY)
	public int reservedBytes;

	/** Virtual address of the reservation. */
	@Register(number = 0x2013, access = Csrs.NOBODY)
	public long reservedVa;

	/** Machine address of the reservation. */
	@Register(number = 0x2014, access = Csrs.NOBODY)
	public long reservedAddress;

	/** What is to be added to the clock's cycles to get {@code mcycle}; while it is inhibited, its value. */
	@Register(number = 0x2015, access = Csrs.NOBODY)
	public long cycleBase;

	/** As {@link #cycleBase}, for {@code minstret} and instructions retired. */
	@Register(number = 0x2016, access = Csrs.NOBODY)
	public long instretBase;

	/** Counts changes of the protection unit, for whoever keeps what follows from it; no state. */
	long protections;

	private final Pmp pmp = new Pmp();
	private final Translation translation;
	private final SupervisorTimer supervisorTimer = new SupervisorTimer(this);
	final Extensions extensions;
	/** Levels of the largest tables that can be chosen in {@code satp}; 0 if there is no translation. */
	final int tableLevels;
	private final int lacking;
	private Bus bus;
	private Clock clock;

	/** @param updatesAccessed whether the hardware sets the A and D bits of a page; if not, it raises a page fault */
	RiscvHart(int index, Extensions extensions, int tableLevels, boolean updatesAccessed) {
		super(index);
		this.extensions = extensions;
		this.tableLevels = tableLevels;
		lacking = extensions.lacking();
		translation = new Translation(this, pmp, updatesAccessed);
	}

	/** Where a branch goes. */
	static long target(long pc, long imm) {
		return pc + imm;
	}

	/** The status register after floating-point state was changed: it is to be saved. */
	static long dirty(long mstatus) {
		return mstatus | MachineCsrs.FS | MachineCsrs.SD;
	}

	/** The rounding mode that an instruction's {@code rm} means. */
	static int rounding(long rm, long frm) {
		return (int) (rm == DYNAMIC ? frm : rm);
	}

	/** How long an instruction is, in bytes, by its first two: longer formats than 32 bits are not defined. */
	static int length(long parcel) {
		return (parcel & 3) == 3 ? 4 : 2;
	}

	@Override
	public void connect(Bus memory, Clock clock) {
		this.bus = memory;
		this.clock = clock;
		supervisorTimer.connect(clock);
	}

	Bus bus() {
		return bus;
	}

	long now() {
		return clock.now();
	}

	/** Steps that the clock's time so far would have been. */
	long cycles() {
		return clock.now() / clock.rate();
	}

	@Override
	public void reset(long resetVector) {
		Arrays.fill(x, 0);
		Arrays.fill(f, 0);
		Arrays.fill(pmpaddr, 0);
		fflags = frm = stvec = scounteren = senvcfg = sscratch = sepc = scause = stval = satp = 0;
		medeleg = mideleg = mie = mtvec = mcounteren = menvcfg = mcountinhibit = mscratch = mepc = mcause = mtval = 0;
		stimecmp = 0;
		pmpcfg0 = pmpcfg2 = softwareInterrupts = cycleBase = instretBase = 0;
		mstatus = WIDTHS;
		privilege = M;
		waiting = false;
		breakReservation();
		supervisorTimer.update();
		pc = resetVector & ~1L;
		registersReplaced();
	}

	// ---- modes

	@Override
	public int level() {
		return privilege;
	}

	@Override
	public int regimes() {
		return Translation.REGIMES;
	}

	@Override
	public void registersReplaced() {
		protections++;
		pmp.update(this);
		modeChanged();
		translationChanged();
		supervisorTimer.update();
		attention();
	}

	/** Follows a change of the mode, or of what else has a say in what an instruction or an access means. */
	void modeChanged() {
		int now = translation.regime();
		int wanted = privilege | lacking | ((mstatus & MachineCsrs.FS) != 0 ? FS_CONTEXT : 0) | (frm <= SoftFloat.RMM ? FRM_CONTEXT : 0);
		if (context != wanted || regime != now) {
			setContext(wanted, now);
		}
	}

	/** Sets mstatus to a legal value; what it changes for accesses and interrupts takes effect. */
	void mstatus(long value) {
		mstatus = value;
		modeChanged();
		interruptsChanged();
	}

	/** The mode that data is accessed in. */
	int dataMode() {
		return translation.dataMode;
	}

	// ---- translation

	@Override
	public long translate(long va, int width, AccessKind kind, Grant grant) {
		return translation.translate(va, width, kind, grant);
	}

	@Override
	public OptionalLong examine(long va) {
		return translation.examine(va);
	}

	@Override
	public Trap busError(long va, AccessKind kind) {
		return Translation.accessFault(this, va, kind);
	}

	/** Loads and stores are performed in pieces; atomics trap, as in QEMU. */
	@Override
	public void misaligned(long va, int width, AccessKind kind) {
		if (kind == AccessKind.ATOMIC) {
			throw raise(Cause.STORE_MISALIGNED, va);
		}
	}

	@Override
	public Trap illegal(long bits, int length) {
		return raise(Cause.ILLEGAL, bits);
	}

	@Override
	public boolean tableEntryInUse(long old) {
		return (old & Sv39Pte.V) != 0;
	}

	/** To be called when a register of the protection unit was written. */
	void protectionChanged() {
		protections++;
		pmp.update(this);
		translationChanged();
	}

	// ---- reservations

	void reserve(long va, long address, int width) {
		reservedVa = va;
		reservedAddress = address;
		reservedBytes = width;
	}

	/** True if there is a reservation, and it is for these bytes, by virtual address. */
	boolean holdsReservation(long va, int width) {
		return width <= reservedBytes && reservedVa == va;
	}

	@Override
	public Reservation reservation() {
		return reservedBytes == 0 ? Reservation.NONE : new Reservation(reservedVa, reservedAddress, reservedBytes);
	}

	@Override
	public void reserve(Reservation held) {
		reserve(held.va(), held.address(), held.bytes());
	}

	@Override
	public void breakReservation() {
		reservedBytes = 0;
		// what is not held is not state
		reservedVa = reservedAddress = 0;
	}

	@Override
	public void storeSeen(long address, int width) {
		if (address < reservedAddress + reservedBytes && reservedAddress < address + width) {
			breakReservation();
		}
	}

	// ---- interrupts

	/** The pending interrupts, as {@code mip} shows them; software has no say in a timer that S has for itself. */
	long mip() {
		return softwareInterrupts & ~(menvcfg >>> MachineCsrs.STCE_SHIFT << STI) | pins;
	}

	/** The timer's registers changed, or what they are compared with. */
	void supervisorTimerChanged() {
		supervisorTimer.update();
	}

	@Override
	public void shiftTime(long ticks) {
		super.shiftTime(ticks);
		supervisorTimer.update();
	}

	/** To be called after a change that may have made an interrupt deliverable. */
	void interruptsChanged() {
		if (pendingInterrupt() != NONE) {
			attention();
		}
	}

	@Override
	public int pendingInterrupt() {
		long pending = mip() & mie;
		if (pending == 0) {
			return NONE;
		}
		long forMachine = pending & ~mideleg;
		if (forMachine != 0 && (privilege < M || (mstatus & MIE) != 0)) {
			return Traps.first(forMachine);
		}
		long forSupervisor = pending & mideleg;
		boolean open = privilege < S || privilege == S && (mstatus & SIE) != 0;
		return forSupervisor != 0 && open ? Traps.first(forSupervisor) : NONE;
	}

	@Override
	public boolean wakes() {
		return (mip() & mie) != 0;
	}

	@Override
	public int interruptLevel(int cause) {
		return (mideleg >>> cause & 1) != 0 ? S : M;
	}

	@Override
	public String causeName(int cause, boolean interrupt) {
		return Cause.name(cause, interrupt);
	}

	@Override
	public String modeName() {
		return privilege == M ? "M" : privilege == S ? "S" : "U";
	}

	@Override
	public int recoveryCause() {
		return RECOVERY;
	}

	@Override
	public void pin(int pin, boolean high) {
		if (high) {
			pins |= 1L << pin;
			attention();
		} else {
			pins &= ~(1L << pin);
		}
	}

	@Override
	public int pinNamed(String name) {
		return switch (name) {
		case "ssi" -> SSI;
		case "msi" -> MSI;
		case "mti" -> MTI;
		case "sei" -> SEI;
		case "mei" -> MEI;
		default -> throw new IllegalArgumentException("a RISC-V hart has no pin " + name + ": it has msi, mti, mei, sei and ssi");
		};
	}

	// ---- traps

	@Override
	public int trapLevel() {
		return privilege <= S && (medeleg >>> trapCause & 1) != 0 ? S : M;
	}

	@Override
	public void enterTrap(int level) {
		Traps.enter(this, level, trapCause, trapValue);
		changeMode(level);
	}

	@Override
	public void enterInterrupt(int level, int cause) {
		Traps.enter(this, level, cause | Cause.INTERRUPT, 0);
		changeMode(level);
	}

	@Override
	public void leave(int level) {
		pc = level == M ? returnFromMachine() : returnFromSupervisor();
	}

	/** What {@code mret} does; answers where it goes. */
	long returnFromMachine() {
		changeMode(Traps.popMachine(this));
		return mepc;
	}

	/** What {@code sret} does; answers where it goes. */
	long returnFromSupervisor() {
		changeMode(Traps.popSupervisor(this));
		return sepc;
	}

	/** A reservation made in one mode is of no use in another, as in QEMU. */
	private void changeMode(int to) {
		privilege = to;
		breakReservation();
		modeChanged();
		interruptsChanged();
	}

	// ---- registers by number

	@Override
	public int registerNamed(String name) {
		return RegisterNumbers.named(name);
	}

	@Override
	public long readRegister(int number) {
		return RegisterNumbers.read(this, number);
	}

	@Override
	public void writeRegister(int number, long value) {
		RegisterNumbers.write(this, number, value);
	}
}
