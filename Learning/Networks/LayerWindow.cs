using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <summary>Reads windows from layers.</summary>
internal static class LayerWindow
{
    extension(Window)
    {
        /// <summary>The window of a layer whose settings are in order.</summary>
        public static Window Of(LayerSpec layer) => layer.PoolSize is { } size
            ? new Window(size, layer.Stride ?? size, null)
            : new Window(layer.KernelSize!.Value, layer.Stride ?? 1, layer.Padding);
    }
}
