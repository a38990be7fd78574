using System.Globalization;
using Digits.Imaging.Handwriting;
using Digits.Learning.Training;
using Digits.Learning.Training.Runs;

namespace Digits.Benchmarks;

/// <summary>
/// How plainly drawn letters are what they say: trains on drawn characters without the second way of writing each, then reads characters of
/// another seed, once in the ways that were learned and once only in those that were left out. Says which classes are confused most.
/// </summary>
internal static class LettersBenchmark
{
    private const int HeldOut = 1;
    private const int JudgedOfClass = 200;
    private const int WorstPairs = 10;

    public static int Run(Options options)
    {
        var alphabet = Alphabet.Find(options.Text("alphabet") ?? "capitals")
            ?? throw new ArgumentException($"--alphabet is one of {string.Join(", ", Alphabet.All.Select(one => one.Name))}.");
        var preset = AccuracyBenchmark.Find(options.Text("preset") ?? "fast");
        var count = options.Number("count", SyntheticHandwriting.StarterCount);
        var seed = (uint)options.Number("seed", 1);
        var judged = JudgedOfClass * alphabet.Labels.Count;
        var learned = alphabet.With(character => character.Ways.Where((_, i) => i != HeldOut));
        var others = alphabet.With(character => character.Ways.Skip(HeldOut).Take(1));
        var train = SyntheticHandwriting.Generate(learned, count, seed);
        var settings = preset.Settings with { Epochs = options.Number("epochs", preset.Settings.Epochs), Seed = seed };
        Console.WriteLine(Machine.Describe());
        foreach (var (name, ways) in ((string, Alphabet)[])[("the learned ways", learned), ("the ways left out", others)])
        {
            var test = SyntheticHandwriting.Generate(ways, judged, seed + 1_000_000);
            var result = new CpuTrainer().Train(
                new TrainingData(train, Validation: null, test, alphabet.Labels.Count), settings, new Quiet(), CancellationToken.None);
            Print($"{alphabet.Name}, {count} images, `{preset.Name}`, {judged} of {name}: {100 * result.Test!.Accuracy:F2} %");
            Worst(alphabet, result.Test);
        }

        return 0;
    }

    private static void Worst(Alphabet alphabet, Evaluation evaluation)
    {
        var labels = alphabet.Labels;
        var pairs =
            from truth in Enumerable.Range(0, labels.Count)
            from answer in Enumerable.Range(0, labels.Count)
            where truth != answer && evaluation.Confusion[truth, answer] > 0
            orderby evaluation.Confusion[truth, answer] descending
            select string.Create(CultureInfo.InvariantCulture, $"{labels[truth]}>{labels[answer]} {100.0 * evaluation.Confusion[truth, answer] / JudgedOfClass:F1} %");
        Console.WriteLine($"  most confused (true>read, of the true class): {string.Join(", ", pairs.Take(WorstPairs))}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
