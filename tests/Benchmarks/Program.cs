using Digits.Benchmarks;
using Digits.Benchmarks.Data;

try
{
    return args switch
    {
        ["accuracy", .. var rest] => AccuracyBenchmark.Run(new Options(rest, "data", "preset", "seeds", "epochs", "lr", "validation")),
        ["starter", .. var rest] => StarterBenchmark.Run(new Options(rest, "data", "count", "seed", "seeds", "preset", "epochs", "validation")),
        ["letters", .. var rest] => LettersBenchmark.Run(new Options(rest, "alphabet", "count", "seed", "preset", "epochs")),
        ["data", .. var rest] => await DataBenchmark.RunAsync(new Options(rest, "data", "samples")),
        ["answers", .. var rest] => await AnswersBenchmark.RunAsync(new Options(rest, "requests", "clients")),
        ["batching", .. var rest] => BatchingBenchmark.Run(new Options(rest, "seconds", "rounds")),
        ["pictures"] => PictureBenchmark.Run(),
        ["photos", .. var rest] => PhotoBenchmark.Run(new Options(rest, "data", "preset", "count")),
        ["labels", .. var rest] => LabelsBenchmark.Run(new Options(rest, "data", "preset", "samples", "share", "folds", "epochs", "seeds")),
        ["compare" or "kernels" or "speed", .. var rest] => Timed(args[0], new Options(rest, "lanes", "rounds", "seconds", "python", "modules")),
        _ => Usage(),
    };
}
catch (Exception exception) when (exception is ArgumentException or IOException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

int Timed(string command, Options options)
{
    if (Machine.RestartWithLanes(options.Number("lanes", Machine.RegisterBits), args) is { } exitCode)
    {
        return exitCode;
    }

    return command switch
    {
        "compare" => CompareBenchmark.Run(options),
        "kernels" => KernelBenchmark.Run(),
        _ => SpeedBenchmark.Run(),
    };
}

static int Usage()
{
    Console.Error.WriteLine("""
        compare [--lanes 256] [--rounds 5] [--seconds 3]
            the processor's peak, each kernel's share of it, and the seed network's training and prediction against libtorch
            (by TorchSharp) and onnxruntime
        kernels [--lanes 256]      the first two of these
        speed [--lanes 256]        training steps and single predictions of every preset's network
        accuracy --data <folder> [--preset fast,default] [--seeds 5] [--epochs n] [--lr x] [--validation]
            trains on the four MNIST files in the folder and judges on the test part, or, with --validation, on 5,000 images held
            out of the training part; a table row for each preset
        starter --data <folder> [--count n] [--seed 1] [--seeds 1] [--preset default] [--epochs n] [--validation]
            draws a starter set, trains on it alone and judges on MNIST's test part, or, with --validation, on the first 10,000
            images of the training part
        letters [--alphabet capitals] [--count n] [--seed 1] [--preset fast] [--epochs n]
            draws letters without one way of writing each, trains on them alone and judges on drawn letters of another seed, in the learned
            ways and in those left out; names the classes that are confused most
        data [--data <folder>] [--samples 1000000]
            starts the Processing service on a volume of its own and measures imports of MNIST (from the folder), streams and lists
        answers [--requests 1000000] [--clients 64]
            posts predictions that all differ to the gateway and checks that each caller gets the answer to its own; requests a second
        batching [--seconds 0.5] [--rounds 5]
            predicts images alone and several together on one thread with every preset's network; microseconds an image
        pictures
            decodes and normalises pictures of several formats and sizes on one thread; microseconds a picture
        photos --data <folder> [--preset default] [--count 200]
            trains on MNIST and reads photographs painted from its test digits: uneven light, shadows, the desk, ruled paper, pencil
        labels --data <folder> [--samples 10000] [--share 0.01] [--preset fast] [--folds 3] [--epochs n] [--seeds 1]
            gives a share of MNIST's labels wrong values and tells how many of these a label check finds
        --lanes 128 or 256 measures with narrower registers than the processor has, PyTorch likewise
        """);
    return 2;
}
