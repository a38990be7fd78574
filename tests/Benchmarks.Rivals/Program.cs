using System.Globalization;
using Digits.Benchmarks.Rivals;
using Digits.Learning.Torch;

// Benchmarks.Rivals torch | Benchmarks.Rivals onnx MODEL
// The first line says which engine this is. Then each line, "train THREADS SECONDS" or "infer BATCH THREADS SECONDS", is answered with a
// number: images per second, or the median time of a batch in microseconds.
if (args is ["probe"])
{
    Console.Error.WriteLine(TorchLibrary.Fault);
    return TorchLibrary.Fault is null ? 0 : 1;
}

using IRival rival = args switch
{
    ["torch"] => new TorchRival(),
    ["onnx", var model] => new OnnxRival(model),
    _ => throw new ArgumentException("Name the engine: torch, or onnx and a model."),
};
Console.WriteLine(rival.Description);
while (Console.ReadLine() is { } line)
{
    var words = line.Split(' ');
    var numbers = words[1..].Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
    var answer = words[0] == "train" ? rival.Train((int)numbers[0], numbers[1]) : rival.Infer((int)numbers[0], (int)numbers[1], numbers[2]);
    Console.WriteLine(answer.ToString(CultureInfo.InvariantCulture));
}

return 0;
