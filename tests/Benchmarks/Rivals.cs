using System.Runtime.CompilerServices;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Learning.Persistence.Onnx;

namespace Digits.Benchmarks;

/// <summary>Starts the other engines, tuned as their manuals advise for few cores.</summary>
internal static class Rivals
{
    private const string Threads = "2";

    /// <param name="python">The interpreter; null means that of the variable PYTHON, or else python3.</param>
    public static Rival? Torch(string? python)
    {
        var program = python ?? Environment.GetEnvironmentVariable("PYTHON") ?? "python3";
        List<(string, string)> environment =
        [
            // OpenBLAS has threads of its own, which would compete with those of OpenMP.
            ("OPENBLAS_NUM_THREADS", "1"),
            ("OMP_NUM_THREADS", Threads),
        ];
        if (Machine.RegisterBits < 512)
        {
            environment.AddRange([("ATEN_CPU_CAPABILITY", "avx2"), ("ONEDNN_MAX_CPU_ISA", "AVX2"), ("DNNL_MAX_CPU_ISA", "AVX2")]);
        }

        return Rival.Start("PyTorch", program, [Beside("pytorch_seed.py")], [.. environment]);
    }

    /// <param name="folder">Where node_modules with onnxruntime-node is; null means tests/onnx.</param>
    public static Rival? Onnx(string? folder)
    {
        if (IsNarrowed)
        {
            Console.Error.WriteLine("Without onnxruntime: it has no switch for narrower registers.");
            return null;
        }

        folder ??= Path.Combine(Path.GetDirectoryName(Beside(string.Empty))!, "..", "onnx");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "onnxruntime-node")))
        {
            Console.Error.WriteLine($"Without onnxruntime: no node_modules/onnxruntime-node in {folder} (npm ci --ignore-scripts there installs it).");
            return null;
        }

        var model = Path.Combine(Path.GetTempPath(), $"digits-seed-{Environment.ProcessId}.onnx");
        try
        {
            Export(model);
            return Rival.Start("onnxruntime", "node", [Beside("onnxruntime_seed.mjs"), model, folder]);
        }
        finally
        {
            File.Delete(model);
        }
    }

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

    private static string Beside(string name, [CallerFilePath] string self = "") => Path.Combine(Path.GetDirectoryName(self)!, name);
}
