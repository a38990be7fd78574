using TorchSharp;

namespace Digits.Learning.Torch;

/// <summary>TorchSharp's native library, without which nothing of this assembly works.</summary>
public static class TorchLibrary
{
    private static readonly Lazy<string?> Found = new(Load);

    /// <summary>Why the native library cannot be used here; null when it can. Loads it when first asked.</summary>
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
            // TorchSharp's message goes on for pages with every place where it looked.
            var cause = exception.GetBaseException().Message.AsSpan().Trim();
            var end = cause.IndexOf('\n');
            return $"TorchSharp's native library cannot be loaded: {(end < 0 ? cause : cause[..end])}";
        }
    }
}
