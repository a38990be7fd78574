using Digits.Learning.Networks;
using Digits.Learning.Training;
using Digits.Learning.Training.Engines;
using Digits.Learning.Training.Runs;
using TorchSharp;

namespace Digits.Learning.Torch;

/// <summary>Trains with PyTorch's engine, by TorchSharp, on the CPU.</summary>
/// <remarks>
/// For the same seed, the first weights, the order of the images, the augmentation and the learning rates are those of the managed engine,
/// but dropout drops other values. The same images, settings, seed and number of threads give the same weights on one machine. The number
/// of threads is a setting of the whole process. If other processes share the cores, start this one with
/// <c>OMP_WAIT_POLICY=passive</c>; otherwise its threads spin while they wait for each other.
/// </remarks>
public sealed class TorchTrainer : Trainer
{
    /// <summary>Loads the native library.</summary>
    /// <param name="time">Measures durations; null means the system's clock.</param>
    /// <exception cref="NotSupportedException">The native library cannot be loaded; the message says why.</exception>
    public TorchTrainer(TimeProvider? time = null)
        : base(time)
    {
        if (TorchLibrary.Fault is { } fault)
        {
            throw new NotSupportedException(fault);
        }
    }

    private protected override IEngine CreateEngine(Network network, TrainingData data, TrainingSettings settings, uint seed)
    {
        torch.set_num_threads(WorkerTeam.Threads(settings.Threads));
        return new TorchEngine(network, data, settings, seed);
    }
}

/// <summary>TorchSharp's native library, which everything in this assembly needs.</summary>
public static class TorchLibrary
{
    private static readonly Lazy<string?> Found = new(Load);

    /// <summary>The reason why the native library cannot be loaded; null when it can. The first call loads it.</summary>
    public static string? Fault => Found.Value;

    private static string? Load()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            return null;
        }
        catch (Exception exception) when (exception is NotSupportedException or DllNotFoundException
            or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            // TorchSharp's message continues with a long list of every path that it tried.
            var cause = exception.GetBaseException().Message.AsSpan().Trim();
            var end = cause.IndexOf('\n');
            return $"TorchSharp's native library cannot be loaded: {(end < 0 ? cause : cause[..end])}";
        }
    }
}
