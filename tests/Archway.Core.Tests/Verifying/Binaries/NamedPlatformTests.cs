using Archway.Verifying.Binaries;
using Xunit;

namespace Archway.Core.Tests.Verifying.Binaries;

/// <summary>What paths say their files are for.</summary>
public sealed class NamedPlatformTests
{
    [Theory]
    // Python
    [InlineData("/usr/lib/python3/dist-packages/_cffi.cpython-312-aarch64-linux-gnu.so", "linux/arm64")]
    [InlineData("/usr/lib/python3.9/lib-dynload/_ssl.cpython-39-x86_64-linux-musl.so", "linux/amd64")]
    [InlineData("/app/_x.cpython-38-arm-linux-gnueabihf.so", "linux/arm/v7")]
    [InlineData("/app/_x.pypy39-pp73-x86_64-linux-gnu.so", "linux/amd64")]
    [InlineData("/app/_x.cp311-win_amd64.pyd", "windows/amd64")]
    [InlineData("/app/_x.cpython-312-darwin.so", null)]
    [InlineData("/app/_x.abi3.so", null)]
    [InlineData("/w/numpy-2.0.0-cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64.whl", "linux/arm64")]
    [InlineData("/w/cryptography-42.0.0-1-cp39-abi3-musllinux_1_2_x86_64.whl", "linux/amd64")]
    [InlineData("/w/numpy-1.0-cp27-none-manylinux1_i686.whl", "linux/386")]
    [InlineData("/w/grpcio-1.60-cp311-cp311-linux_armv7l.whl", "linux/arm/v7")]
    [InlineData("/w/x-1-cp39-cp39-macosx_11_0_arm64.whl", "darwin/arm64")]
    [InlineData("/w/x-1-cp39-cp39-macosx_10_9_universal2.whl", null)]
    [InlineData("/w/x-1-cp39-cp39-manylinux2014_x86_64.manylinux2014_aarch64.whl", null)]
    [InlineData("/w/x-1-cp39-cp39-win32.whl", "windows/386")]
    [InlineData("/w/requests-2.31.0-py3-none-any.whl", null)]
    // Node
    [InlineData("/app/node_modules/bcrypt/prebuilds/linux-arm64/bcrypt.glibc.node", "linux/arm64")]
    [InlineData("/app/node_modules/x/prebuilds/linux-x64/node.abi108.musl.node", "linux/amd64")]
    [InlineData("/app/node_modules/x/prebuilds/linux-arm/node.napi.armv7.node", "linux/arm")]
    [InlineData("/app/node_modules/x/prebuilds/darwin-x64+arm64/node.napi.node", null)]
    [InlineData("/app/node_modules/x/prebuilds/win32-ia32/node.napi.node", "windows/386")]
    [InlineData("/app/node_modules/@esbuild/linux-x64/bin/esbuild", "linux/amd64")]
    [InlineData("/app/node_modules/esbuild-linux-64/bin/esbuild", "linux/amd64")]
    [InlineData("/app/node_modules/@rollup/rollup-linux-arm64-musl/rollup.linux-arm64-musl.node", "linux/arm64")]
    [InlineData("/app/node_modules/@img/sharp-linuxmusl-arm64/lib/sharp-linuxmusl-arm64.node", "linux/arm64")]
    [InlineData("/app/node_modules/prisma/libquery_engine-linux-arm64-openssl-3.0.x.so.node", "linux/arm64")]
    [InlineData("/app/node_modules/x/build/Release/x.node", null)]
    // Java
    [InlineData("META-INF/native/libnetty_transport_native_epoll_x86_64.so", "linux/amd64")]
    [InlineData("META-INF/native/libnetty_transport_native_epoll_aarch_64.so", "linux/arm64")]
    [InlineData("META-INF/native/libnetty_tcnative_linux_aarch_64.so", "linux/arm64")]
    [InlineData("META-INF/native/libnetty_resolver_dns_native_macos_aarch_64.jnilib", "darwin/arm64")]
    [InlineData("META-INF/native/linux64/libleveldbjni.so", "linux/amd64")]
    [InlineData("com/sun/jna/linux-aarch64/libjnidispatch.so", "linux/arm64")]
    [InlineData("com/sun/jna/linux-x86-64/libjnidispatch.so", "linux/amd64")]
    [InlineData("com/sun/jna/linux-x86/libjnidispatch.so", "linux/386")]
    [InlineData("com/sun/jna/linux-ppc64le/libjnidispatch.so", "linux/ppc64le")]
    [InlineData("jni/x86_64-Linux/libjffi-1.2.so", "linux/amd64")]
    [InlineData("org/xerial/snappy/native/Linux/aarch64/libsnappyjava.so", "linux/arm64")]
    [InlineData("org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so", "linux/amd64")]
    [InlineData("net/jpountz/util/linux/amd64/liblz4-java.so", "linux/amd64")]
    [InlineData("linux/s390x/libzstd-jni-1.5.5.so", "linux/s390x")]
    [InlineData("librocksdbjni-linux64.so", "linux/amd64")]
    [InlineData("librocksdbjni-linux-aarch64-musl.so", "linux/arm64")]
    // .NET
    [InlineData("/app/runtimes/linux-arm64/native/libSkiaSharp.so", "linux/arm64")]
    [InlineData("/app/runtimes/linux-musl-x64/native/libe_sqlite3.so", "linux/amd64")]
    [InlineData("/app/runtimes/win-x64/native/e_sqlite3.dll", "windows/amd64")]
    [InlineData("/app/runtimes/osx/native/x.dylib", null)]
    // Distributions
    [InlineData("/usr/lib/x86_64-linux-gnu/libz.so.1", "linux/amd64")]
    [InlineData("/usr/lib/arm-linux-gnueabihf/libz.so.1", "linux/arm/v7")]
    [InlineData("/usr/lib/arm-linux-gnueabi/libz.so.1", "linux/arm")]
    [InlineData("/usr/lib/mips64el-linux-gnuabi64/libz.so.1", "linux/mips64le")]
    [InlineData("/usr/lib/powerpc64le-linux-gnu/libz.so.1", "linux/ppc64le")]
    [InlineData("/usr/lib/i386-linux-gnu/libz.so.1", "linux/386")]
    [InlineData("/usr/aarch64-linux-gnu/lib/libc.so.6", "linux/arm64")]
    [InlineData("/usr/lib/gcc-cross/aarch64-linux-gnu/12/libgcc.a", "linux/arm64")]
    [InlineData("/usr/lib/gcc/x86_64-linux-gnu/12/libgcc.a", "linux/amd64")]
    [InlineData("/usr/lib/gcc/x86_64-linux-gnu/12/32/libgcc.a", "linux/386")]
    [InlineData("/usr/lib/gcc/x86_64-linux-gnu/12/x32/libgcc.a", null)]
    [InlineData("/usr/lib32/libc.so.6", "linux/386")]
    [InlineData("/usr/libx32/libc.so.6", null)]
    [InlineData("/lib64/ld-linux-x86-64.so.2", "linux/amd64")]
    [InlineData("/lib/ld-linux-aarch64.so.1", "linux/arm64")]
    [InlineData("/lib/ld-linux-armhf.so.3", "linux/arm/v7")]
    [InlineData("/lib/ld-linux-riscv64-lp64d.so.1", "linux/riscv64")]
    [InlineData("/lib/ld-musl-aarch64.so.1", "linux/arm64")]
    [InlineData("/lib/libc.musl-x86_64.so.1", "linux/amd64")]
    [InlineData("/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux/libclang_rt.asan-x86_64.so", "linux/amd64")]
    [InlineData("/usr/local/rustup/toolchains/stable/lib/rustlib/aarch64-unknown-linux-gnu/lib/libstd-1f2.so", "linux/arm64")]
    [InlineData("/dist/kubectl-linux-amd64", "linux/amd64")]
    [InlineData("/dist/app_linux_amd64_v1/app", "linux/amd64")]
    [InlineData("/dist/app_Linux_x86_64", "linux/amd64")]
    public void A_path_names_a_platform_or_none(string path, string? platform) => Assert.Equal(platform, NamedPlatform.Find(path)?.ToString());

    [Theory]
    // Every 64-bit machine has it.
    [InlineData("/lib64/libc.so.6")]
    // Another size of addresses is another machine.
    [InlineData("/usr/lib/x86_64-linux-gnux32/libc.so.6")]
    // Programs of compilers run on the machine that compiles.
    [InlineData("/usr/bin/aarch64-linux-gnu-gcc-12")]
    [InlineData("/usr/aarch64-linux-gnu/bin/ld")]
    [InlineData("/usr/lib/gcc-cross/aarch64-linux-gnu/12/cc1")]
    [InlineData("/usr/libexec/gcc/x86_64-linux-gnu/13/cc1plus")]
    [InlineData("/root/.rustup/toolchains/stable-x86_64-unknown-linux-gnu/bin/cargo")]
    [InlineData("/usr/bin/x86_64")]
    [InlineData("/usr/bin/linux")]
    [InlineData("/usr/bin/qemu-system-aarch64")]
    [InlineData("/usr/lib/jvm/java-17-openjdk-amd64/bin/java")]
    [InlineData("/app/arm/server")]
    [InlineData("/opt/x64/server")]
    [InlineData("/boot/vmlinuz-6.1.0-18-amd64")]
    [InlineData("/usr/share/windows/64/x.so.d/readme")]
    [InlineData("")]
    [InlineData("/")]
    public void A_name_that_may_mean_something_else_is_none(string path) => Assert.Null(NamedPlatform.Find(path));

    [Theory]
    [InlineData("/usr/bin/qemu-x86_64-static", true)]
    [InlineData("/usr/bin/qemu-aarch64", true)]
    [InlineData("qemu-arm-static", true)]
    [InlineData("/usr/bin/qemu-x86_64-static/x", false)]
    [InlineData("/usr/bin/my-qemu-x86_64", false)]
    public void An_emulator_is_known_by_its_name(string path, bool isEmulator) => Assert.Equal(isEmulator, NamedPlatform.IsEmulator(path));

    [Theory]
    [InlineData("cp312-cp312-manylinux_2_17_aarch64", "linux/arm64")]
    [InlineData("py3-none-any", null)]
    [InlineData("", null)]
    public void A_tag_of_a_wheel_is_read_as_its_file_name_is(string tag, string? platform) => Assert.Equal(platform, WheelTag.FindPlatform(tag)?.ToString());
}
