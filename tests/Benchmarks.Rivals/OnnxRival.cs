using Microsoft.ML.OnnxRuntime;

namespace Digits.Benchmarks.Rivals;

/// <summary>onnxruntime. The images are floats already, so its round has less to do than ours.</summary>
/// <param name="model">The seed network as ONNX; it takes floats, [N, 1, 28, 28].</param>
internal sealed class OnnxRival(string model) : IRival
{
    private const int ImageSize = 28 * 28;

    private readonly Dictionary<int, InferenceSession> _sessions = [];

    // Read at once: the file is gone when the first question comes.
    private readonly byte[] _model = File.ReadAllBytes(model);

    public string Description => $"onnxruntime {OrtEnv.Instance().GetVersionString()}";

    public double Train(int threads, double seconds) => throw new NotSupportedException("onnxruntime does not train.");

    public double Infer(int batch, int threads, double seconds)
    {
        var session = Session(threads);
        using var images = OrtValue.CreateTensorValueFromMemory(
            [.. Enumerable.Range(0, batch * ImageSize).Select(i => i * 7919 % 256 / 255f)], [batch, 1, 28, 28]);
        using var run = new RunOptions();
        return Median.Of(() => session.Run(run, session.InputNames, [images], session.OutputNames).Dispose(), seconds);
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }
    }

    private InferenceSession Session(int threads)
    {
        if (!_sessions.TryGetValue(threads, out var session))
        {
            using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
            _sessions[threads] = session = new InferenceSession(_model, options);
        }

        return session;
    }
}
