/**
 * What guests for RISC-V share: the files that kernels come in, and how a kernel in S mode is entered, by the built-in
 * firmware or by firmware from a file; and the translation tables by which a guest is looked at.
 *
 * <pre>{@code
 * Optional<Image> kernel = context.kernel().map(file -> KernelImage.read(file, context));
 * return KernelBoot.of(kernel, context);
 * }</pre>
 *
 * <dl>
 * <dt>Image</dt><dd>Linux's own format: the bytes of the kernel behind a header of 64 bytes that begins with an instruction</dd>
 * <dt>OpenSBI</dt><dd>firmware that others wrote, in M mode; {@code fw_dynamic}, {@code fw_jump} and {@code fw_payload} differ in how
 * they find the kernel</dd>
 * </dl>
 */
package org.ringside.guest.riscv;
