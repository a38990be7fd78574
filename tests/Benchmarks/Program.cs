using Digits.Benchmarks;

return args switch
{
    [] or ["speed"] => SpeedBenchmark.Run(),
    ["kernels"] => KernelBenchmark.Run(),
    ["accuracy", .. var rest] => AccuracyBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        speed                                    training steps and single predictions of every preset's network (the default)
        kernels                                  vector kernels against their plain definitions
        accuracy --data <folder> [--preset default] [--seeds 3] [--epochs n] [--lr x] [--validate]
                                                 trains on the four MNIST files in the folder and judges on the test part,
                                                 or, with --validate, on 5,000 pictures held out of the training part
        """);
    return 2;
}
