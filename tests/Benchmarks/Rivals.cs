using System.Diagnostics;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Persistence.Onnx;
using Digits.Tests;
using Digits.Tests.Debian;

namespace Digits.Benchmarks;

/// <summary>Starts the other engines, tuned as their manuals advise for few cores.</summary>
internal static class Rivals
{
    private const string Threads = "2";

    /// <summary>libtorch by TorchSharp; over Debian 13 where the native library does not load on this system.</summary>
    public static Rival? Torch()
    {
        var start = new ProcessStartInfo("dotnet", [Program, "torch"]);
        var (code, fault) = Debian13.Run(new ProcessStartInfo("dotnet", [Program, "probe"]));
        if (code != 0)
        {
            if (Debian13.Missing is { } missing)
            {
                Console.Error.WriteLine($"Without TorchSharp: {fault.Trim()}. {missing}");
                return null;
            }

            Debian13.Prepare();
            start = Debian13.Start(Program, "torch");
        }

        start.Environment["OMP_NUM_THREADS"] = Threads;
        if (Machine.RegisterBits < 512)
        {
            start.Environment["ATEN_CPU_CAPABILITY"] = "avx2";
            start.Environment["ONEDNN_MAX_CPU_ISA"] = "AVX2";
        }

        return Rival.Start("TorchSharp", start);
    }

    /// <summary>onnxruntime.</summary>
    public static Rival? Onnx()
    {
        if (IsNarrowed)
        {
            Console.Error.WriteLine("Without onnxruntime: it has no switch for narrower registers.");
            return null;
        }

        var model = Path.Combine(Path.GetTempPath(), $"digits-seed-{Environment.ProcessId}.onnx");
        try
        {
            Export(model);
            return Rival.Start("onnxruntime", new ProcessStartInfo("dotnet", [Program, "onnx", model]));
        }
        finally
        {
            File.Delete(model);
        }
    }

    // Built beside this one: its own output folder, since libtorch is half a gigabyte.
    private static string Program => Path.Combine(
        Repository.Root, "tests", "Benchmarks.Rivals", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "Benchmarks.Rivals.dll");

    // Narrowed by a switch, not by the processor.
    private static bool IsNarrowed =>
        Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0" || Environment.GetEnvironmentVariable("DOTNET_EnableAVX2") == "0";

    private static void Export(string path)
    {
        using var file = File.Create(path);
        var header = new ModelHeader
        {
            Model = "seed",
            Version = 1,
            Labels = [.. Enumerable.Range(0, SeedNetwork.ClassCount).Select(label => $"{label}")],
            InputShape = SeedNetwork.Input,
            Layers = SeedNetwork.Layers,
            Preprocessing = "none",
            Dataset = "none",
            DatasetVersion = "none",
            Seed = 1,
            Epochs = 0,
            BatchSize = SeedNetwork.BatchSize,
            LearningRate = 0,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        OnnxFile.Write(file, header, new Committee([SeedNetwork.Create()]), new OnnxOptions { Input = OnnxInput.Values });
    }
}
