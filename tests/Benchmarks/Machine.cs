using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Digits.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Bits of the registers that the kernels choose.</summary>
    public static int RegisterBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    public static string Describe() =>
        $"{Processor()}, {Environment.ProcessorCount} cores, registers of {RegisterBits} bits, {RuntimeInformation.FrameworkDescription}";

    /// <summary>
    /// Runs this program again with narrower registers, as only the start of a process decides their width.
    /// </summary>
    /// <returns>The exit code, or null when the registers are as narrow as asked for already.</returns>
    public static int? RestartWithLanes(int bits, string[] args)
    {
        var knob = bits switch
        {
            128 => "DOTNET_EnableAVX2",
            256 => "DOTNET_EnableAVX512",
            512 => string.Empty,
            _ => throw new ArgumentException($"--lanes is 128, 256 or 512 (bits), not {bits}."),
        };
        if (RegisterBits <= bits)
        {
            return RegisterBits == bits ? null : throw new ArgumentException($"This processor's registers have {RegisterBits} bits, not {bits}.");
        }

        if (Environment.GetEnvironmentVariable(knob) == "0")
        {
            throw new InvalidOperationException($"{knob}=0 does not narrow the registers of this runtime.");
        }

        // Started as "dotnet Benchmarks.dll", the process is dotnet and wants the assembly first.
        var program = Environment.ProcessPath!;
        string[] all = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(Machine).Assembly.Location, .. args] : args;
        var start = new ProcessStartInfo(program, all) { Environment = { [knob] = "0" } };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        var lines = File.Exists(Info) ? File.ReadAllLines(Info) : [];
        return Field("model name") is { } name ? $"{name} (family {Field("cpu family")}, model {Field("model\t")})" : $"{RuntimeInformation.ProcessArchitecture}";

        string? Field(string key) =>
            lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':')[^1].Trim();
    }
}
