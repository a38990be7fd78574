using Digits.Learning.Training;
using Digits.Learning.Training.Runs;
using Digits.ServiceDefaults.Configuration;

namespace Digits.Training;

/// <summary>The engines that networks can be trained with.</summary>
internal static class Engines
{
    /// <summary>The configuration key, and environment variable, that names the engine; <see cref="Managed"/> when there is none.</summary>
    public const string Key = "DIGITS_ENGINE";

    /// <summary>Digits' own, in every build.</summary>
    public const string Managed = "managed";

    /// <summary>PyTorch's, by TorchSharp, in builds of the full package set.</summary>
    public const string Torch = "torch";

    // By name, as the compact package set is built without it.
    private const string TorchTrainer = "Digits.Learning.Torch.TorchTrainer, Digits.Learning.Torch";

    /// <summary>Makes the trainer of an engine.</summary>
    /// <param name="engine">The engine's name; null or empty means <see cref="Managed"/>.</param>
    /// <param name="time">Measures durations.</param>
    /// <exception cref="ConfigException">There is no such engine, or not in this build or on this machine.</exception>
    public static ITrainer Create(string? engine, TimeProvider time) => engine switch
    {
        null or "" or Managed => new CpuTrainer(time),
        Torch => CreateTorch(time),
        _ => throw Fault($"\"{engine}\" is no engine; known are {Managed} and {Torch}"),
    };

    private static ITrainer CreateTorch(TimeProvider time)
    {
        var type = Type.GetType(TorchTrainer, throwOnError: false)
            ?? throw Fault($"this build has no engine {Torch}; build with -p:PackageSet=full, or leave the variable out for {Managed}");
        try
        {
            return (ITrainer)Activator.CreateInstance(type, time)!;
        }
        catch (System.Reflection.TargetInvocationException exception) when (exception.InnerException is NotSupportedException cause)
        {
            throw Fault(cause.Message);
        }
    }

    private static ConfigException Fault(string fault) => new($"variable {Key}", [fault]);
}
