using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Digits.Imaging;
using Digits.Imaging.Handwriting;
using Digits.Learning.Data;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Tests.Processing;
using Digits.Upload.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Digits.Benchmarks.Data;

/// <summary>What the Processing service takes for imports, streams and lists, in seconds and memory, as a caller in another process sees it.</summary>
internal static class DataBenchmark
{
    private const int ChunkBytes = 1 << 20;
    private const int Repetitions = 5;

    private static readonly string[] MnistFiles =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    public static async Task<int> RunAsync(Options options)
    {
        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine("| | time | peak memory of the service |");
        Console.WriteLine("| --- | --- | --- |");
        if (options.Text("data") is { } folder)
        {
            await MeasureMnistAsync(folder);
        }

        await MeasureManySetsAsync();
        if (options.Number("samples", 1_000_000) is > 0 and var samples)
        {
            await MeasureListsAsync(samples);
        }

        return 0;
    }

    private static async Task MeasureMnistAsync(string folder)
    {
        var files = MnistFiles.Select(name => (name, File.ReadAllBytes(Find(folder, name)))).ToArray();
        using (var volume = new TempFolder())
        using (var server = new ProcessingProcess(volume.Path))
        {
            var first = await TimeAsync(() => ImportMnistAsync(server, "mnist-1", files));
            var second = await TimeAsync(() => ImportMnistAsync(server, "mnist-2", files));
            Row("MNIST, 70,000 images, IDX upload to ready; again", $"{Seconds(first)}; {Seconds(second)}", server);
            var previews = new List<double>();
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                previews.Add(await TimeAsync(() => ImportMnistAsync(server, "", files)));
            }

            Row("the same previewed, worst; median", $"{Seconds(previews.Max())}; {Seconds(previews.Order().ElementAt(Repetitions / 2))}", server);
            var streams = new List<double>();
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                streams.Add(await TimeAsync(() => StreamAsync(server, "mnist-1")));
            }

            Row("60,000 samples streamed, first; median", $"{Seconds(streams[0])}; {Seconds(streams.Order().ElementAt(Repetitions / 2))}", server);
            await MeasureQualityAsync(server, "mnist-1", "quality report of MNIST");
        }

        var zip = PackPngs(folder);
        using (var volume = new TempFolder())
        using (var server = new ProcessingProcess(volume.Path))
        {
            var seconds = await TimeAsync(() => ImportMnistAsync(server, "mnist", ("mnist.zip", zip)));
            Row("the same images as a ZIP of PNGs", Seconds(seconds), server);
        }
    }

    private static async Task MeasureManySetsAsync()
    {
        const int Sets = 1000;
        using var volume = new TempFolder();
        using var server = new ProcessingProcess(volume.Path);
        var (images, labels) = (IdxBytes.Images(10), IdxBytes.Labels(10));
        for (var number = 0; number < Sets; number++)
        {
            await ImportAsync(server, $"set-{number}", ("images", images), ("labels", labels));
        }

        var times = new List<double>();
        for (var repetition = 0; repetition < 3 * Repetitions; repetition++)
        {
            times.Add(await TimeAsync(async () => await server.Client.ListDatasetsAsync(new ListDatasetsRequest())));
        }

        Row($"list of {Sets.ToString("N0", CultureInfo.InvariantCulture)} data sets, median", Milliseconds(times.Order().ElementAt(times.Count / 2)), server);
    }

    private static async Task MeasureListsAsync(int samples)
    {
        using var volume = new TempFolder();
        using var server = new ProcessingProcess(volume.Path);
        var count = samples.ToString("N0", CultureInfo.InvariantCulture);
        var seconds = await TimeAsync(() => GenerateAsync(server, samples));
        Row($"{count} samples drawn and stored", Seconds(seconds), server);
        var last = new ListSamplesRequest { Dataset = "drawn", Skip = Math.Max(0, (int)(samples * 0.8) - 100) };
        await AddAsync("list of data sets", async () => await server.Client.ListDatasetsAsync(new ListDatasetsRequest()));
        await AddAsync("counts of its classes", async () => await server.Client.GetDatasetAsync(new GetDatasetRequest { Dataset = "drawn" }));
        await AddAsync("its last page of 100, with thumbnails", async () => await server.Client.ListSamplesAsync(last));
        await AddAsync("the last page of one label", async () => await server.Client.ListSamplesAsync(
            new ListSamplesRequest { Dataset = "drawn", Label = "7", Skip = Math.Max(0, (int)(samples * 0.08) - 100) }));
        await AddAsync("a page of 10,000, with thumbnails", async () => await server.Client.ListSamplesAsync(
            new ListSamplesRequest { Dataset = "drawn", PageSize = 10_000 }));
        await AddAsync("the next 100 samples from the middle on", async () => await server.Client.ListSamplesAsync(
            new ListSamplesRequest { Dataset = "drawn", Skip = (int)(samples * 0.4) }));
        await AddAsync("the next 100 samples of a label from the middle on", async () => await server.Client.ListSamplesAsync(
            new ListSamplesRequest { Dataset = "drawn", Label = "7", Skip = (int)(samples * 0.04) }));
        await AddAsync("one sample by its number", async () => await server.Client.ListSamplesAsync(
            new ListSamplesRequest { Dataset = "drawn", Numbers = { samples - 1 } }));
        await AddAsync("200 samples by their numbers", async () => await server.Client.ListSamplesAsync(
            new ListSamplesRequest { Dataset = "drawn", Numbers = { Enumerable.Range(1, 200).Select(i => (int)((long)i * samples / 201)) } }));
        var next = 0;
        await AddAsync("one sample relabelled", RelabelAsync);
        await AddAsync("the next 100 samples after one was relabelled", ListAsync, before: RelabelAsync);
        await AddAsync("one sample added", AddSampleAsync);
        var edit = Task.CompletedTask;
        await AddAsync("the next 100 samples while one is relabelled", ListAsync, before: () =>
        {
            var last = edit;
            edit = Task.Run(async () =>
            {
                await last;
                await RelabelAsync();
            });
            return Task.CompletedTask;
        });
        await edit;
        Row($"{count} samples combined from two data sets", Seconds(await TimeAsync(() => CombineAsync(server))), server);
        await MeasureQualityAsync(server, "drawn", $"quality report of {count} samples");

        async Task RelabelAsync() => await server.Client.RelabelSamplesAsync(
            new RelabelSamplesRequest { Dataset = "drawn", Labels = { new NewLabel { Number = ++next, Label = $"{next % 10}?" } } });

        async Task ListAsync() =>
            await server.Client.ListSamplesAsync(new ListSamplesRequest { Dataset = "drawn", Skip = (int)(samples * 0.4) });

        async Task AddSampleAsync()
        {
            var pixels = new byte[SyntheticHandwriting.Shape.Size];
            SyntheticHandwriting.Draw(Alphabet.Digits, seed: 99, first: ++next, pixels, new int[1]);
            var data = ByteString.CopyFrom(PngEncoder.Encode(new GrayImage(Normalizer.DefaultSize, Normalizer.DefaultSize, pixels)));
            await server.Client.AddSamplesAsync(new AddSamplesRequest { Dataset = "drawn", Samples = { new NewSample { Label = "7", Data = data } } });
        }

        async Task AddAsync(string what, Func<Task> call, Func<Task>? before = null)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            var first = await TimeAsync(call);
            var others = new List<double>();
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                await (before?.Invoke() ?? Task.CompletedTask);
                others.Add(await TimeAsync(call));
            }

            Row($"of {count}: {what}, first; median", $"{Milliseconds(first)}; {Milliseconds(others.Order().ElementAt(Repetitions / 2))}", server);
        }
    }

    private static async Task MeasureQualityAsync(ProcessingProcess server, string dataset, string what)
    {
        async Task ReportAsync() => await server.Client.GetQualityReportAsync(new GetQualityReportRequest { Dataset = dataset });
        var first = await TimeAsync(ReportAsync);
        Row($"{what}, first; again", $"{Seconds(first)}; {Milliseconds(await TimeAsync(ReportAsync))}", server);
    }

    private static async Task ImportMnistAsync(ProcessingProcess server, string name, params (string Name, byte[] Bytes)[] files)
    {
        var answer = await ImportAsync(server, name, files);
        Check(
            answer.Dataset is { TrainCount: 60_000, TestCount: 10_000 } || answer.Preview is { TrainCount: 60_000, TestCount: 10_000 },
            "MNIST did not arrive whole.");
    }

    // Without a name the files are previewed.
    private static async Task<ImportDatasetResponse> ImportAsync(ProcessingProcess server, string name, params (string Name, byte[] Bytes)[] files)
    {
        using var call = server.Client.ImportDataset();
        var settings = new ImportSettings { Name = name, Mode = ImportMode.Replace, DryRun = name.Length == 0 };
        await call.RequestStream.WriteAsync(new ImportDatasetRequest { Settings = settings });
        foreach (var (file, bytes) in files)
        {
            for (var start = 0; start < bytes.Length; start += ChunkBytes)
            {
                var data = UnsafeByteOperations.UnsafeWrap(bytes.AsMemory(start, Math.Min(ChunkBytes, bytes.Length - start)));
                await call.RequestStream.WriteAsync(
                    new ImportDatasetRequest { Files = new FileChunk { FileName = start == 0 ? file : "", Data = data } });
            }
        }

        await call.RequestStream.CompleteAsync();
        return await call;
    }

    private static async Task StreamAsync(ProcessingProcess server, string name)
    {
        using var call = server.Client.StreamSamples(new StreamSamplesRequest { Dataset = name, Part = Part.Train });
        var count = 0;
        await foreach (var block in call.ResponseStream.ReadAllAsync())
        {
            count += block.Classes.Count;
        }

        Check(count == 60_000, "The stream did not bring every sample.");
    }

    private static async Task GenerateAsync(ProcessingProcess server, int count)
    {
        using var call = server.Client.GenerateDataset(new GenerateDatasetRequest { Name = "drawn", Count = count, Mode = ImportMode.Replace });
        Dataset? drawn = null;
        await foreach (var progress in call.ResponseStream.ReadAllAsync())
        {
            drawn = progress.Dataset ?? drawn;
        }

        Check(drawn is not null && drawn.TrainCount + drawn.TestCount == count, "Not every sample was drawn.");
    }

    private static async Task CombineAsync(ProcessingProcess server)
    {
        using var call = server.Client.CombineDatasets(new CombineDatasetsRequest
        {
            Name = "combined",
            Sources =
            {
                new CombinationSource { Dataset = "drawn", Share = 0.5 },
                new CombinationSource { Dataset = "drawn", Share = 0.5, LabelMap = { ["0"] = "O" } },
            },
        });
        Dataset? combined = null;
        await foreach (var progress in call.ResponseStream.ReadAllAsync())
        {
            combined = progress.Dataset ?? combined;
        }

        Check(combined?.Labels.Contains("O") == true, "The combination did not arrive whole.");
    }

    private static byte[] PackPngs(string folder)
    {
        var (train, test) = IdxFiles.LoadFolder(folder);
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (part, images) in ((string, LabeledImages)[])[("train", train), ("test", test)])
            {
                for (var index = 0; index < images.Count; index++)
                {
                    using var entry = zip.CreateEntry($"{part}/{images.Labels[index]}/{index:D5}.png", CompressionLevel.NoCompression).Open();
                    entry.Write(PngEncoder.Encode(new GrayImage(images.Shape.Width, images.Shape.Height, images.Image(index).ToArray())));
                }
            }
        }

        return packed.ToArray();
    }

    private static string Find(string folder, string name) =>
        new[] { name, $"{name}.gz" }.Select(file => Path.Combine(folder, file)).FirstOrDefault(File.Exists)
        ?? throw new ArgumentException($"There is no {name} in {folder}.");

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidDataException(message);
        }
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:F2} s");

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F0} ms");

    private static void Row(string what, string time, ProcessingProcess server) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {time} | {server.PeakMegabytes:F0} MB |"));
}
