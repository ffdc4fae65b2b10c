<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko">
<context>
    <name>About</name>
    <message>
        <source>Look inside a neural network while it is quantized.</source>
        <translation>양자화되는 신경망의 내부를 들여다봅니다.</translation>
    </message>
    <message>
        <source>Free software under the GNU General Public License, version 3 or later; it comes without any warranty.</source>
        <translation>GNU 일반 공중 사용 허가서(GPL) 버전 3 이상을 따르는 자유 소프트웨어이며, 어떠한 보증도 제공하지 않습니다.</translation>
    </message>
    <message>
        <source>Built on:</source>
        <translation>사용한 라이브러리:</translation>
    </message>
    <message>
        <source>The sample data is Fashion-MNIST by Zalando SE (MIT).</source>
        <translation>예제 데이터는 Zalando SE의 Fashion-MNIST(MIT)입니다.</translation>
    </message>
    <message>
        <source>About Quantoscope</source>
        <translation>Quantoscope 정보</translation>
    </message>
</context>
<context>
    <name>Analysis</name>
    <message>
        <source>output &apos;%1&apos; has another shape for other samples, so they cannot be stacked</source>
        <translation>출력 &apos;%1&apos;의 형상이 샘플마다 달라 한데 쌓을 수 없습니다</translation>
    </message>
    <message>
        <source>its outputs cannot be compared with those of &apos;%1&apos;: %2</source>
        <translation>이 모델의 출력은 &apos;%1&apos;의 출력에 견줄 수 없습니다: %2</translation>
    </message>
    <message>
        <source>it has %1 inputs, not %2</source>
        <translation>입력이 %2개가 아니라 %1개입니다</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; differs from &apos;%2&apos; in name, type or shape</source>
        <translation>입력 &apos;%1&apos;의 이름, 형식 또는 형상이 &apos;%2&apos;의 것과 다릅니다</translation>
    </message>
    <message>
        <source>it has %1 outputs, not %2</source>
        <translation>출력이 %2개가 아니라 %1개입니다</translation>
    </message>
    <message>
        <source>output &apos;%1&apos; differs from &apos;%2&apos; in name or type</source>
        <translation>출력 &apos;%1&apos;의 이름이나 형식이 &apos;%2&apos;의 것과 다릅니다</translation>
    </message>
    <message>
        <source>running</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>running quantized</source>
        <translation>양자화하여 실행</translation>
    </message>
    <message>
        <source>there are %1 labels for %2 samples</source>
        <translation>샘플은 %2개인데 레이블은 %1개입니다</translation>
    </message>
    <message>
        <source>measuring</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>sample %1 cannot be left out: there are %2</source>
        <translation>샘플 %1번을 제외할 수 없습니다. 샘플은 모두 %2개입니다</translation>
    </message>
    <message>
        <source>all samples are left out</source>
        <translation>모든 샘플을 제외했습니다</translation>
    </message>
    <message>
        <source>the calibration has seen samples %1, which are to be left out</source>
        <translation>제외하려는 샘플 %1번을 캘리브레이션에서 이미 보았습니다</translation>
    </message>
    <message>
        <source>shard %1/%2 does not exist</source>
        <translation>%1/%2번째 조각은 없습니다</translation>
    </message>
    <message>
        <source>the calibration was made from other data: %1</source>
        <translation>다른 데이터로 만든 캘리브레이션입니다: %1</translation>
    </message>
    <message>
        <source>it has seen sample %1, and there are %2</source>
        <translation>샘플 %1번을 보았는데 데이터에는 샘플이 %2개뿐입니다</translation>
    </message>
    <message>
        <source>the contents of samples %1 differ</source>
        <translation>샘플 %1번의 내용이 다릅니다</translation>
    </message>
    <message>
        <source>sample %1 does not exist</source>
        <translation>샘플 %1번은 없습니다</translation>
    </message>
    <message>
        <source>calibrating</source>
        <translation>캘리브레이션</translation>
    </message>
    <message>
        <source>the data holds no samples</source>
        <translation>데이터에 샘플이 없습니다</translation>
    </message>
    <message>
        <source>the calibrations cannot be merged: %1</source>
        <translation>캘리브레이션을 합칠 수 없습니다: %1</translation>
    </message>
    <message>
        <source>NaN or Inf first appear in tensor &apos;%1&apos; of the data, in sample %2: %3 NaN, %4 Inf</source>
        <translation>NaN이나 Inf가 데이터의 텐서 &apos;%1&apos;에서 처음 나타납니다(샘플 %2번): NaN %3개, Inf %4개</translation>
    </message>
    <message>
        <source>NaN or Inf first appear in tensor &apos;%1&apos; of node &apos;%2&apos; (%3), in sample %4: %5 NaN, %6 Inf</source>
        <translation>NaN이나 Inf가 노드 &apos;%2&apos;(%3)의 텐서 &apos;%1&apos;에서 처음 나타납니다(샘플 %4번): NaN %5개, Inf %6개</translation>
    </message>
    <message>
        <source>they belong to different models (&apos;%1&apos; and &apos;%2&apos; differ)</source>
        <translation>서로 다른 모델의 것입니다(&apos;%1&apos;, &apos;%2&apos;)</translation>
    </message>
    <message>
        <source>they leave out different samples (%1, and %2)</source>
        <translation>제외한 샘플이 서로 다릅니다(한쪽: %1, 다른 쪽: %2)</translation>
    </message>
    <message>
        <source>only one of them has histograms per channel</source>
        <translation>한쪽에만 채널별 히스토그램이 있습니다</translation>
    </message>
    <message>
        <source>the engine ran %1 samples at once for one and %2 for the other</source>
        <translation>엔진이 한 번에 실행한 샘플이 한쪽은 %1개, 다른 쪽은 %2개입니다</translation>
    </message>
    <message>
        <source>both have seen samples %1</source>
        <translation>둘 다 샘플 %1번을 보았습니다</translation>
    </message>
    <message>
        <source>they record different tensors</source>
        <translation>서로 다른 텐서를 기록했습니다</translation>
    </message>
    <message>
        <source>they record different tensors (&apos;%1&apos; and &apos;%2&apos;)</source>
        <translation>서로 다른 텐서를 기록했습니다(&apos;%1&apos;, &apos;%2&apos;)</translation>
    </message>
    <message>
        <source>they record different figures of tensor &apos;%1&apos;</source>
        <translation>텐서 &apos;%1&apos;의 서로 다른 수치를 기록했습니다</translation>
    </message>
    <message>
        <source>the calibration has a tensor &apos;%1&apos; that the model has not</source>
        <translation>캘리브레이션의 텐서 &apos;%1&apos;에 해당하는 텐서가 모델에 없습니다</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has no figures</source>
        <translation>텐서 &apos;%1&apos;의 수치가 없습니다</translation>
    </message>
    <message>
        <source>leaves out samples it has seen, or that are not there</source>
        <translation>이미 본 샘플이나 없는 샘플을 제외하고 있습니다</translation>
    </message>
    <message>
        <source>goes on behind its end</source>
        <translation>끝난 뒤에도 내용이 더 있습니다</translation>
    </message>
    <message>
        <source>error along the depth</source>
        <translation>깊이에 따른 오차</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>평가</translation>
    </message>
    <message>
        <source>the label %1 of sample %2 is none of the model&apos;s %3 classes</source>
        <translation>샘플 %2번의 레이블 %1번은 모델의 클래스 %3개에 없습니다</translation>
    </message>
    <message>
        <source>was not computed</source>
        <translation>계산되지 않았습니다</translation>
    </message>
    <message>
        <source>no input of the model is an image of 1 or 3 channels</source>
        <translation>모델에 채널이 1개나 3개인 이미지 입력이 없습니다</translation>
    </message>
    <message>
        <source>no sample holds usable values</source>
        <translation>쓸 수 있는 값을 지닌 샘플이 없습니다</translation>
    </message>
    <message>
        <source>the values are those of no usual preprocessing</source>
        <translation>흔한 전처리에서 나오는 값이 아닙니다</translation>
    </message>
    <message>
        <source>the model keeps no statistics of its training, and there are no labels to judge its answers by</source>
        <translation>모델에 학습 통계가 없고, 답을 판단할 레이블도 없습니다</translation>
    </message>
    <message>
        <source>timing the layers</source>
        <translation>레이어 시간 측정</translation>
    </message>
    <message>
        <source>the calibration holds no statistics of tensor &apos;%1&apos;</source>
        <translation>캘리브레이션에 텐서 &apos;%1&apos;의 통계가 없습니다</translation>
    </message>
    <message>
        <source>comparing the data</source>
        <translation>데이터 비교</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1~%2</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>sensitivity: only this layer</source>
        <translation>민감도: 이 레이어만</translation>
    </message>
    <message>
        <source>sensitivity: all but this layer</source>
        <translation>민감도: 이 레이어만 빼고</translation>
    </message>
    <message>
        <source>sensitivity: only this layer&apos;s weights</source>
        <translation>민감도: 이 레이어의 가중치만</translation>
    </message>
    <message>
        <source>sensitivity: only this layer&apos;s activations</source>
        <translation>민감도: 이 레이어의 활성값만</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>민감도</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; is not computed by itself for this sample</source>
        <translation>이 샘플에서는 텐서 &apos;%1&apos;만 따로 계산되지 않습니다</translation>
    </message>
    <message>
        <source>holds an extreme that is not finite</source>
        <translation>유한하지 않은 극값이 들어 있습니다</translation>
    </message>
    <message>
        <source>holds a histogram without a range</source>
        <translation>범위가 없는 히스토그램이 들어 있습니다</translation>
    </message>
    <message>
        <source>holds a trace of ranges of impossible size</source>
        <translation>범위 추이의 크기가 있을 수 없는 값입니다</translation>
    </message>
    <message>
        <source>holds a range that is none</source>
        <translation>범위가 될 수 없는 범위가 들어 있습니다</translation>
    </message>
    <message>
        <source>holds a channel without a range</source>
        <translation>범위가 없는 채널이 들어 있습니다</translation>
    </message>
    <message>
        <source>holds channel histograms of different sizes</source>
        <translation>채널 히스토그램의 크기가 서로 다릅니다</translation>
    </message>
    <message>
        <source>holds a histogram of another size than stated</source>
        <translation>히스토그램의 크기가 적힌 것과 다릅니다</translation>
    </message>
    <message>
        <source>holds a histogram that does not count every element</source>
        <translation>모든 원소를 세지 않은 히스토그램이 들어 있습니다</translation>
    </message>
    <message>
        <source>holds a tensor without a range</source>
        <translation>범위가 없는 텐서가 들어 있습니다</translation>
    </message>
    <message>
        <source>holds figures of channels without their axis</source>
        <translation>축이 없는 채널 수치가 들어 있습니다</translation>
    </message>
</context>
<context>
    <name>BiasCorrection</name>
    <message>
        <source>no quantized layer reads what a batch normalization makes</source>
        <translation>배치 정규화의 출력을 읽는 양자화된 레이어가 없습니다</translation>
    </message>
    <message>
        <source>no quantized layer has weights and known means of its input</source>
        <translation>가중치가 있고 입력의 평균을 아는 양자화된 레이어가 없습니다</translation>
    </message>
    <message>
        <source>By batch normalization where it makes the input, else as measured.</source>
        <translation>배치 정규화가 입력을 만들면 그 매개변수로, 아니면 측정한 값으로 정합니다.</translation>
    </message>
    <message>
        <source>The channel means of the calibration (empirical).</source>
        <translation>캘리브레이션에서 얻은 채널 평균(경험적)입니다.</translation>
    </message>
    <message>
        <source>From the parameters of batch normalization alone, without data (analytic).</source>
        <translation>데이터 없이 배치 정규화의 매개변수만으로 구합니다(해석적).</translation>
    </message>
    <message>
        <source>Where the means of the inputs come from.</source>
        <translation>입력의 평균을 어디서 얻는지 정합니다.</translation>
    </message>
    <message>
        <source>Measures the model before and after.</source>
        <translation>적용 전과 후의 모델을 측정합니다.</translation>
    </message>
    <message>
        <source>Bias correction</source>
        <translation>편향 보정</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>means</source>
        <translation>평균의 출처</translation>
    </message>
    <message>
        <source>largest correction</source>
        <translation>가장 큰 보정</translation>
    </message>
    <message>
        <source>over the largest bias</source>
        <translation>가장 큰 편향 대비</translation>
    </message>
    <message>
        <source>batch normalization</source>
        <translation>배치 정규화</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>The new biases belong to the weights as this config rounds them: in floating point the model is not the one it was.</source>
        <translation>새 편향은 이 구성대로 반올림한 가중치에 맞춘 것입니다. 부동소수점에서는 원래 모델과 다릅니다.</translation>
    </message>
</context>
<context>
    <name>CrossLayerEqualization</name>
    <message>
        <source>its operator %1 has no weight whose channels can be scaled</source>
        <translation>연산자 %1에는 채널의 스케일을 바꿀 수 있는 가중치가 없습니다</translation>
    </message>
    <message>
        <source>what it gives is an output of the model</source>
        <translation>이 레이어의 출력이 모델의 출력입니다</translation>
    </message>
    <message>
        <source>more than one operator reads what it gives</source>
        <translation>둘 이상의 연산자가 이 레이어의 출력을 읽습니다</translation>
    </message>
    <message>
        <source>behind it stands &apos;%1&apos; (%2), which no factor passes</source>
        <translation>뒤에 있는 &apos;%1&apos; (%2) 연산자는 배율을 그대로 통과시키지 않습니다</translation>
    </message>
    <message>
        <source>&apos;%1&apos; behind it reads another number of channels</source>
        <translation>뒤에 있는 &apos;%1&apos; 레이어가 읽는 채널 수가 다릅니다</translation>
    </message>
    <message>
        <source>there is no layer &apos;%1&apos;</source>
        <translation>&apos;%1&apos; 레이어가 없습니다</translation>
    </message>
    <message>
        <source>cross-layer equalization needs a neighbour that shares channels with &apos;%1&apos; alone: %2, and no layer before it passes its channels on to it alone</source>
        <translation>레이어 간 균등화에는 &apos;%1&apos; 레이어하고만 채널을 공유하는 이웃이 필요합니다. %2. 앞에도 이 레이어에만 채널을 넘기는 레이어가 없습니다</translation>
    </message>
    <message>
        <source>no two layers follow each other with nothing but a ReLU or pooling between them</source>
        <translation>사이에 ReLU나 풀링만 두고 이어지는 두 레이어가 없습니다</translation>
    </message>
    <message>
        <source>Moves high biases into the next layer, which is exact but for values that are rarer than 1 in 700.</source>
        <translation>큰 편향을 다음 레이어로 옮깁니다. 700개 중 하나보다 드문 값 말고는 정확합니다.</translation>
    </message>
    <message>
        <source>Name of a layer, to equalize it with its neighbours alone; empty for all pairs.</source>
        <translation>이웃과만 균등화할 레이어의 이름입니다. 비워 두면 모든 쌍을 균등화합니다.</translation>
    </message>
    <message>
        <source>Measures the model before and after.</source>
        <translation>적용 전과 후의 모델을 측정합니다.</translation>
    </message>
    <message>
        <source>Cross-layer equalization</source>
        <translation>레이어 간 균등화</translation>
    </message>
    <message>
        <source>Pairs of layers</source>
        <translation>레이어 쌍</translation>
    </message>
    <message>
        <source>first</source>
        <translation>첫째</translation>
    </message>
    <message>
        <source>second</source>
        <translation>둘째</translation>
    </message>
    <message>
        <source>widest over median channel, before</source>
        <translation>가장 넓은 채널 ÷ 중앙값 채널, 이전</translation>
    </message>
    <message>
        <source>after</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>largest factor</source>
        <translation>가장 큰 배율</translation>
    </message>
    <message>
        <source>largest bias absorbed</source>
        <translation>흡수한 가장 큰 편향</translation>
    </message>
</context>
<context>
    <name>Cures</name>
    <message>
        <source>(%1 to %2)</source>
        <translation>(%1~%2)</translation>
    </message>
    <message>
        <source>Floating point</source>
        <translation>부동소수점</translation>
    </message>
    <message>
        <source>Activations: %1 bits</source>
        <translation>활성값: %1비트</translation>
    </message>
    <message>
        <source>Weights: %1 bits</source>
        <translation>가중치: %1비트</translation>
    </message>
    <message>
        <source>Activations: per channel</source>
        <translation>활성값: 채널별</translation>
    </message>
    <message>
        <source>Weights: per channel</source>
        <translation>가중치: 채널별</translation>
    </message>
    <message>
        <source>Weights: per block</source>
        <translation>가중치: 블록별</translation>
    </message>
    <message>
        <source>Activations: calibrator %1</source>
        <translation>활성값: 캘리브레이터 %1</translation>
    </message>
    <message>
        <source>Weights: calibrator %1</source>
        <translation>가중치: 캘리브레이터 %1</translation>
    </message>
    <message>
        <source>Softmax: %1</source>
        <translation>소프트맥스: %1</translation>
    </message>
    <message>
        <source>These samples do not tell whether it helps.</source>
        <translation>이 샘플들로는 도움이 되는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Cure</source>
        <translation>처방</translation>
    </message>
    <message>
        <source>Gain (95 %)</source>
        <translation>이득 (95 %)</translation>
    </message>
    <message>
        <source>SQNR then</source>
        <translation>적용 후 SQNR</translation>
    </message>
    <message>
        <source>Agreement then</source>
        <translation>적용 후 일치율</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Bit operations</source>
        <translation>비트 연산</translation>
    </message>
    <message>
        <source>Time [ms]</source>
        <translation>시간 [ms]</translation>
    </message>
    <message>
        <source>Equalize with neighbours: %1</source>
        <translation>이웃과 균등화: %1</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>변화 없음</translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>%1: %2 samples</source>
        <translation>%1: 샘플 %2개</translation>
    </message>
    <message>
        <source>declares the shape %1, which needs %2 bytes, but holds only %3</source>
        <translation>선언된 형상은 %1, 필요한 크기는 %2바이트인데 들어 있는 것은 %3바이트뿐입니다</translation>
    </message>
    <message>
        <source>the .npy header is cut off</source>
        <translation>.npy 헤더가 잘렸습니다</translation>
    </message>
    <message>
        <source>declares the shape %1, which needs %2 bytes, but holds %3</source>
        <translation>선언된 형상은 %1, 필요한 크기는 %2바이트인데 %3바이트가 들어 있습니다</translation>
    </message>
    <message>
        <source>ends before byte %1, it is cut off</source>
        <translation>바이트 %1에 이르기 전에 끝납니다. 파일이 잘렸습니다</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>읽을 수 없습니다</translation>
    </message>
    <message>
        <source>goes on after byte %1, where its header says it ends</source>
        <translation>헤더에 따르면 바이트 %1에서 끝나야 하는데 그 뒤에 내용이 더 있습니다</translation>
    </message>
    <message>
        <source>the gzipped data is damaged (%1)</source>
        <translation>gzip 데이터가 손상되었습니다(%1)</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>그런 파일이 없습니다</translation>
    </message>
    <message>
        <source>is not a regular file</source>
        <translation>일반 파일이 아닙니다</translation>
    </message>
    <message>
        <source>could not be read (%1)</source>
        <translation>읽을 수 없습니다(%1)</translation>
    </message>
    <message>
        <source>could not be opened</source>
        <translation>열 수 없습니다</translation>
    </message>
    <message>
        <source>has %1 bytes, more than the limit of %2</source>
        <translation>크기가 %1바이트로 한도인 %2바이트보다 큽니다</translation>
    </message>
    <message>
        <source>holds neither PNG or JPEG images, nor folders of them, nor input_K.pb files</source>
        <translation>PNG·JPEG 이미지도, 그런 이미지의 폴더도, input_K.pb 파일도 들어 있지 않습니다</translation>
    </message>
    <message>
        <source>is no calibration data this program reads: .npz, .npy, IDX (.gz), PNG or JPEG images, or test_data_set folders</source>
        <translation>이 프로그램이 읽는 캘리브레이션 데이터가 아닙니다: .npz, .npy, IDX(.gz), PNG·JPEG 이미지 또는 test_data_set 폴더여야 합니다</translation>
    </message>
    <message>
        <source>the folder could not be read</source>
        <translation>폴더를 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>%1 can feed one input, but the model has %2: %3; use a .npz keyed by these names</source>
        <translation>%1에서는 입력 하나만 넣을 수 있는데 모델의 입력은 %2개입니다: %3. 이 이름들을 키로 하는 .npz를 쓰십시오</translation>
    </message>
    <message>
        <source>the model has no inputs to feed</source>
        <translation>모델에 데이터를 넣을 입력이 없습니다</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>파일이 비어 있습니다</translation>
    </message>
    <message>
        <source>%1 (the first %2)</source>
        <translation>%1(처음 %2개)</translation>
    </message>
    <message>
        <source>is not an IDX file</source>
        <translation>IDX 파일이 아닙니다</translation>
    </message>
    <message>
        <source>an IDX file</source>
        <translation>IDX 파일</translation>
    </message>
    <message>
        <source>the JPEG image is damaged (bad Huffman table)</source>
        <translation>JPEG 이미지가 손상되었습니다(잘못된 허프만 표)</translation>
    </message>
    <message>
        <source>the JPEG image is cut off</source>
        <translation>JPEG 이미지가 잘렸습니다</translation>
    </message>
    <message>
        <source>the image of %1 x %2 pixels is too large</source>
        <translation>%1 x %2 픽셀 이미지는 너무 큽니다</translation>
    </message>
    <message>
        <source>the image is damaged (%1)</source>
        <translation>이미지가 손상되었습니다(%1)</translation>
    </message>
    <message>
        <source>it cannot be decoded</source>
        <translation>디코딩할 수 없음</translation>
    </message>
    <message>
        <source>is neither a PNG nor a JPEG image</source>
        <translation>PNG 이미지도 JPEG 이미지도 아닙니다</translation>
    </message>
    <message>
        <source>is larger than an image may be</source>
        <translation>이미지로 읽기에는 너무 큽니다</translation>
    </message>
    <message>
        <source>the image is damaged (it is cut off)</source>
        <translation>이미지가 손상되었습니다(잘림)</translation>
    </message>
    <message>
        <source>the image is damaged (inconsistent data)</source>
        <translation>이미지가 손상되었습니다(앞뒤가 맞지 않는 데이터)</translation>
    </message>
    <message>
        <source>holds images beside folders of images (&apos;%1&apos;): use one or the other</source>
        <translation>이미지와 이미지 폴더(&apos;%1&apos;)가 함께 들어 있습니다. 둘 중 하나만 쓰십시오</translation>
    </message>
    <message>
        <source>holds no PNG or JPEG images</source>
        <translation>PNG·JPEG 이미지가 들어 있지 않습니다</translation>
    </message>
    <message>
        <source>%1: %2 images</source>
        <translation>%1: 이미지 %2개</translation>
    </message>
    <message>
        <source>gives the shape %1, but &apos;%2&apos; gives %3: images of different sizes cannot be read at once</source>
        <translation>이 이미지의 형상은 %1인데 &apos;%2&apos;의 형상은 %3입니다. 크기가 다른 이미지는 한꺼번에 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>a folder of images</source>
        <translation>이미지 폴더</translation>
    </message>
    <message>
        <source>holds %1 images, which is no multiple of the batch of %2 that the model&apos;s input &apos;%3&apos; is fixed to</source>
        <translation>이미지가 %1개 들어 있는데, 모델 입력 &apos;%3&apos;의 고정된 배치 크기 %2의 배수가 아닙니다</translation>
    </message>
    <message>
        <source>the images give %1 channel(s), but the model&apos;s input &apos;%2&apos; needs %3</source>
        <translation>이미지의 채널은 %1개인데 모델 입력 &apos;%2&apos;에 필요한 형상은 %3입니다</translation>
    </message>
    <message>
        <source>the width of the images must be from 1 to %1</source>
        <translation>이미지의 너비는 1부터 %1까지여야 합니다</translation>
    </message>
    <message>
        <source>the height of the images must be from 1 to %1</source>
        <translation>이미지의 높이는 1부터 %1까지여야 합니다</translation>
    </message>
    <message>
        <source>the width of %1 is not what the model&apos;s input &apos;%2&apos; needs: %3</source>
        <translation>너비 %1에서는 모델 입력 &apos;%2&apos;의 형상이 맞지 않습니다. 필요한 형상: %3</translation>
    </message>
    <message>
        <source>the height of %1 is not what the model&apos;s input &apos;%2&apos; needs: %3</source>
        <translation>높이 %1에서는 모델 입력 &apos;%2&apos;의 형상이 맞지 않습니다. 필요한 형상: %3</translation>
    </message>
    <message>
        <source>state both the width and the height of the images</source>
        <translation>이미지의 너비와 높이를 모두 적으십시오</translation>
    </message>
    <message>
        <source>the model&apos;s input &apos;%1&apos; takes images of any size: state a width and a height, or choose not to resize</source>
        <translation>모델 입력 &apos;%1&apos;에는 어떤 크기의 이미지도 들어갑니다. 너비와 높이를 적거나, 크기를 조정하지 않도록 고르십시오</translation>
    </message>
    <message>
        <source>the side to resize to must be from 1 to %1</source>
        <translation>크기를 조정할 변의 길이는 1부터 %1까지여야 합니다</translation>
    </message>
    <message>
        <source>images resized to %1 do not fill a crop of %2 x %3</source>
        <translation>크기를 %1 픽셀에 맞춘 이미지는 자르기 크기 %2 x %3보다 작습니다</translation>
    </message>
    <message>
        <source>images have the shape [N, C, H, W], but the model&apos;s input &apos;%1&apos; needs %2</source>
        <translation>이미지의 형상은 [N, C, H, W]인데 모델 입력 &apos;%1&apos;에 필요한 형상은 %2입니다</translation>
    </message>
    <message>
        <source>the model&apos;s input &apos;%1&apos; takes %2, which cannot hold scaled pixels: set scale 1, mean 0 and std 1</source>
        <translation>모델 입력 &apos;%1&apos;의 형식은 %2이며, 이 형식에는 배율을 곱한 픽셀을 담을 수 없습니다. 배율 1, 평균 0, 표준편차 1로 두십시오</translation>
    </message>
    <message>
        <source>would have %1 x %2 pixels when resized</source>
        <translation>크기를 조정하면 %1 x %2 픽셀이 됩니다</translation>
    </message>
    <message>
        <source>is %1 x %2 pixels before the crop, smaller than the crop of %3 x %4</source>
        <translation>자르기 전 크기가 %1 x %2 픽셀로, 자르기 크기 %3 x %4보다 작습니다</translation>
    </message>
    <message>
        <source>array &apos;%1&apos; has the shape %2, but the model&apos;s input &apos;%3&apos; needs %4</source>
        <translation>배열 &apos;%1&apos;의 형상은 %2인데 모델 입력 &apos;%3&apos;에 필요한 형상은 %4입니다</translation>
    </message>
    <message>
        <source>%1; if it is a single sample, add the axis of samples in front: x[None] in numpy</source>
        <translation>%1. 샘플 하나라면 맨 앞에 샘플 축을 더하십시오(numpy에서 x[None])</translation>
    </message>
    <message>
        <source>%1; axis %2 differs</source>
        <translation>%1. 축 %2에서 다릅니다</translation>
    </message>
    <message>
        <source>any shape</source>
        <translation>임의의 형상</translation>
    </message>
    <message>
        <source>array &apos;%1&apos; is %2, but the model&apos;s input &apos;%3&apos; takes %4, to which floats are not converted</source>
        <translation>배열 &apos;%1&apos;의 형식은 %2인데 모델 입력 &apos;%3&apos;의 형식은 %4입니다. 부동소수점은 이 형식으로 변환하지 않습니다</translation>
    </message>
    <message>
        <source>holds the value %1, which the model&apos;s input &apos;%2&apos; of type %3 cannot hold</source>
        <translation>들어 있는 값 %1: 모델 입력 &apos;%2&apos;의 형식 %3에는 담을 수 없습니다</translation>
    </message>
    <message>
        <source>array &apos;%1&apos; holds no samples</source>
        <translation>배열 &apos;%1&apos;에 샘플이 없습니다</translation>
    </message>
    <message>
        <source>array &apos;%1&apos; holds %2 samples, but array &apos;%3&apos; holds %4</source>
        <translation>배열 &apos;%1&apos;의 샘플은 %2개인데 배열 &apos;%3&apos;의 샘플은 %4개입니다</translation>
    </message>
    <message>
        <source>array &apos;%1&apos; holds %2 samples, which is no multiple of the batch of %3 that the model&apos;s input &apos;%4&apos; is fixed to</source>
        <translation>배열 &apos;%1&apos;의 샘플은 %2개인데, 모델 입력 &apos;%4&apos;의 고정된 배치 크기 %3의 배수가 아닙니다</translation>
    </message>
    <message>
        <source>the number of samples to use must be at least 1, not %1</source>
        <translation>사용할 샘플 수는 1 이상이어야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>there are %1 samples, %2 from #%3 on are not among them</source>
        <translation>샘플은 %1개이며, #%3부터의 %2개는 그 안에 없습니다</translation>
    </message>
    <message>
        <source>%1, ... (%2 in all)</source>
        <translation>%1, ... (모두 %2개)</translation>
    </message>
    <message>
        <source>holds an array of the shape %1; labels are one number per sample</source>
        <translation>들어 있는 배열의 형상은 %1입니다. 레이블은 샘플마다 숫자 하나입니다</translation>
    </message>
    <message>
        <source>label #%1 is %2, which is no non-negative integer</source>
        <translation>레이블 #%1의 값 %2: 0 이상의 정수가 아닙니다</translation>
    </message>
    <message>
        <source>holds the arrays %1; labels are read from a single one or from &apos;labels&apos;</source>
        <translation>들어 있는 배열: %1. 레이블은 하나뿐인 배열이나 &apos;labels&apos; 배열에서 읽습니다</translation>
    </message>
    <message>
        <source>line %1: &apos;%2&apos; is no non-negative integer</source>
        <translation>%1번째 줄: &apos;%2&apos;: 0 이상의 정수가 아닙니다</translation>
    </message>
    <message>
        <source>line %1 is not like the first one: either every line is &apos;name label&apos; or every line is a label</source>
        <translation>%1번째 줄이 첫 줄과 다릅니다. 모든 줄이 &apos;이름 레이블&apos;이거나 모든 줄이 레이블이어야 합니다</translation>
    </message>
    <message>
        <source>holds no labels</source>
        <translation>레이블이 없습니다</translation>
    </message>
    <message>
        <source>gives &apos;%1&apos; two different labels</source>
        <translation>&apos;%1&apos;에 서로 다른 레이블이 두 개 있습니다</translation>
    </message>
    <message>
        <source>has no label for &apos;%1&apos;</source>
        <translation>&apos;%1&apos;의 레이블이 없습니다</translation>
    </message>
    <message>
        <source>holds %1 labels, but the data has %2 samples</source>
        <translation>레이블은 %1개인데 데이터의 샘플은 %2개입니다</translation>
    </message>
    <message>
        <source>is no file of labels: .npy, .npz, text or IDX (.gz)</source>
        <translation>레이블 파일이 아닙니다: .npy, .npz, 텍스트 또는 IDX(.gz)여야 합니다</translation>
    </message>
    <message>
        <source>a .npy file</source>
        <translation>.npy 파일</translation>
    </message>
    <message>
        <source>the .npy header has no %1 where one must be</source>
        <translation>.npy 헤더의 있어야 할 자리에 다음이 없습니다: %1</translation>
    </message>
    <message>
        <source>dictionary</source>
        <translation>사전</translation>
    </message>
    <message>
        <source>key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>colon</source>
        <translation>쌍점</translation>
    </message>
    <message>
        <source>closing brace</source>
        <translation>닫는 중괄호</translation>
    </message>
    <message>
        <source>the .npy header lacks one of descr, fortran_order and shape</source>
        <translation>.npy 헤더에 descr, fortran_order, shape 가운데 빠진 것이 있습니다</translation>
    </message>
    <message>
        <source>holds a structured array; save each field as an array of its own</source>
        <translation>구조화된 배열이 들어 있습니다. 필드마다 배열 하나로 저장하십시오</translation>
    </message>
    <message>
        <source>type code</source>
        <translation>형식 코드</translation>
    </message>
    <message>
        <source>True or False</source>
        <translation>True 또는 False</translation>
    </message>
    <message>
        <source>the .npy header has the unknown key &apos;%1&apos;</source>
        <translation>.npy 헤더에 알 수 없는 키가 있습니다: &apos;%1&apos;</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>형상</translation>
    </message>
    <message>
        <source>declares a dimension beyond any limit</source>
        <translation>한도를 넘는 차원을 선언합니다</translation>
    </message>
    <message>
        <source>non-negative dimension</source>
        <translation>0 이상의 차원</translation>
    </message>
    <message>
        <source>end of the shape</source>
        <translation>형상의 끝</translation>
    </message>
    <message>
        <source>has more than 32 dimensions</source>
        <translation>차원이 32개보다 많습니다</translation>
    </message>
    <message>
        <source>holds pickled Python objects (dtype object), which are not read because unpickling runs code from the file; save plain arrays instead, keyed by the model&apos;s input names: np.savez(&apos;data.npz&apos;, x=array) or, from a dictionary, np.savez(&apos;data.npz&apos;, **arrays)</source>
        <translation>pickle로 저장한 Python 객체(dtype object)가 들어 있습니다. pickle을 풀면 파일의 코드가 실행되므로 읽지 않습니다. 모델의 입력 이름을 키로 하는 보통 배열로 저장하십시오: np.savez(&apos;data.npz&apos;, x=array), 사전이면 np.savez(&apos;data.npz&apos;, **arrays)</translation>
    </message>
    <message>
        <source>is not a .npy file</source>
        <translation>.npy 파일이 아닙니다</translation>
    </message>
    <message>
        <source>is a .npy file of the unknown version %1</source>
        <translation>알 수 없는 버전의 .npy 파일입니다: %1</translation>
    </message>
    <message>
        <source>declares a .npy header of %1 bytes</source>
        <translation>%1바이트의 .npy 헤더를 선언합니다</translation>
    </message>
    <message>
        <source>holds %1 (dtype &apos;%2&apos;); save it as float32 or an integer type</source>
        <translation>읽지 않는 내용이 들어 있습니다: %1(dtype &apos;%2&apos;). float32나 정수 형식으로 저장하십시오</translation>
    </message>
    <message>
        <source>complex numbers</source>
        <translation>복소수</translation>
    </message>
    <message>
        <source>text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>times</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>raw bytes, perhaps bfloat16</source>
        <translation>원시 바이트(bfloat16일 수 있음)</translation>
    </message>
    <message>
        <source>numbers of an unusual size</source>
        <translation>흔치 않은 크기의 숫자</translation>
    </message>
    <message>
        <source>the .npy header has the unknown type &apos;%1&apos;</source>
        <translation>.npy 헤더에 알 수 없는 형식이 있습니다: &apos;%1&apos;</translation>
    </message>
    <message>
        <source>could not be written (%1)</source>
        <translation>쓸 수 없습니다(%1)</translation>
    </message>
    <message>
        <source>there are no arrays to write</source>
        <translation>쓸 배열이 없습니다</translation>
    </message>
    <message>
        <source>two arrays are named &apos;%1&apos;</source>
        <translation>이름이 같은 배열이 두 개 있습니다: &apos;%1&apos;</translation>
    </message>
    <message>
        <source>holds no .npy arrays</source>
        <translation>.npy 배열이 들어 있지 않습니다</translation>
    </message>
    <message>
        <source>has no array for the model&apos;s input &apos;%1&apos;: the file holds %2, the model needs %3</source>
        <translation>모델 입력 &apos;%1&apos;의 배열이 없습니다. 파일에 있는 것: %2, 모델에 필요한 것: %3</translation>
    </message>
    <message>
        <source>holds no .npy arrays, the model wants &apos;%1&apos;</source>
        <translation>.npy 배열이 들어 있지 않습니다. 모델에 필요한 것: &apos;%1&apos;</translation>
    </message>
    <message>
        <source>%1 values given as mean, but the images have %2 channel(s)</source>
        <translation>평균은 %1개를 주었는데 이미지의 채널은 %2개입니다</translation>
    </message>
    <message>
        <source>%1 values given as standard deviation, but the images have %2 channel(s)</source>
        <translation>표준편차는 %1개를 주었는데 이미지의 채널은 %2개입니다</translation>
    </message>
    <message>
        <source>the mean must be finite</source>
        <translation>평균은 유한한 값이어야 합니다</translation>
    </message>
    <message>
        <source>the standard deviation must be finite</source>
        <translation>표준편차는 유한한 값이어야 합니다</translation>
    </message>
    <message>
        <source>the scale of the images must be finite</source>
        <translation>이미지의 배율은 유한한 값이어야 합니다</translation>
    </message>
    <message>
        <source>the standard deviation of the images must not be 0</source>
        <translation>이미지의 표준편차는 0이 아니어야 합니다</translation>
    </message>
    <message>
        <source>%1 (%2 of them)</source>
        <translation>%1(그중 %2개)</translation>
    </message>
    <message>
        <source>has no input_%1.pb for the model&apos;s input &apos;%2&apos;</source>
        <translation>모델 입력 &apos;%2&apos;의 파일 input_%1.pb가 없습니다</translation>
    </message>
    <message>
        <source>%1: %2 samples in %3 test data set(s)</source>
        <translation>%1: 테스트 데이터 세트 %3개에 샘플 %2개</translation>
    </message>
    <message>
        <source>array &apos;%1&apos; has the shape %2, but in &apos;%3&apos; it has %4: open one of the folders</source>
        <translation>배열 &apos;%1&apos;의 형상은 %2인데 &apos;%3&apos;에서는 %4입니다. 폴더를 하나만 여십시오</translation>
    </message>
    <message>
        <source>the input &apos;%1&apos; has no axis of samples and differs from folder to folder: open one of the folders</source>
        <translation>입력 &apos;%1&apos;에는 샘플 축이 없고 값이 폴더마다 다릅니다. 폴더를 하나만 여십시오</translation>
    </message>
    <message>
        <source>changed while it was in use</source>
        <translation>쓰는 동안 바뀌었습니다</translation>
    </message>
    <message>
        <source>holds samples of another shape than those before them</source>
        <translation>앞의 샘플과 형상이 다른 샘플이 들어 있습니다</translation>
    </message>
    <message>
        <source>ImageNet (RGB, mean 0.485 ..., std 0.229 ...)</source>
        <translation>ImageNet (RGB, 평균 0.485 ..., 표준편차 0.229 ...)</translation>
    </message>
    <message>
        <source>Caffe (BGR, 0 to 255, mean 103.939 ...)</source>
        <translation>Caffe (BGR, 0~255, 평균 103.939 ...)</translation>
    </message>
    <message>
        <source>0 to 1</source>
        <translation>0~1</translation>
    </message>
    <message>
        <source>-1 to 1</source>
        <translation>-1~1</translation>
    </message>
    <message>
        <source>0 to 255</source>
        <translation>0~255</translation>
    </message>
    <message>
        <source>MNIST (mean 0.1307, std 0.3081)</source>
        <translation>MNIST (평균 0.1307, 표준편차 0.3081)</translation>
    </message>
    <message>
        <source>Fashion-MNIST (mean 0.286, std 0.353)</source>
        <translation>Fashion-MNIST (평균 0.286, 표준편차 0.353)</translation>
    </message>
    <message>
        <source>the zipped data is damaged (%1)</source>
        <translation>zip 데이터가 손상되었습니다(%1)</translation>
    </message>
    <message>
        <source>it ends too early</source>
        <translation>너무 일찍 끝남</translation>
    </message>
    <message>
        <source>is not a complete .npz (zip) file (%1)</source>
        <translation>온전한 .npz(zip) 파일이 아닙니다(%1)</translation>
    </message>
    <message>
        <source>has a member with an unreadable name</source>
        <translation>이름을 읽을 수 없는 항목이 있습니다</translation>
    </message>
    <message>
        <source>the zip file does not say how large this member is</source>
        <translation>zip 파일에 이 항목의 크기가 적혀 있지 않습니다</translation>
    </message>
    <message>
        <source>is encrypted</source>
        <translation>암호화되어 있습니다</translation>
    </message>
    <message>
        <source>is packed by method %1; only stored and deflated are read</source>
        <translation>압축 방법 %1: 읽을 수 있는 것은 stored와 deflated뿐입니다</translation>
    </message>
    <message>
        <source>claims to unpack %1 bytes to %2, which cannot be</source>
        <translation>풀었을 때 %1바이트가 %2바이트가 된다고 되어 있는데, 있을 수 없는 크기입니다</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>an edge leads to node %1 of %2</source>
        <translation>간선이 노드 %2개에 없는 %1번 노드로 이어집니다</translation>
    </message>
    <message>
        <source>node &apos;%1&apos; (%2, opset %3)</source>
        <translation>노드 &apos;%1&apos;(%2, opset %3)</translation>
    </message>
    <message>
        <source>the engine does not know 1 operator of this model: %1</source>
        <translation>엔진이 모르는 연산자가 이 모델에 1개 있습니다: %1</translation>
    </message>
    <message>
        <source>the engine does not know %1 operators of this model: %2</source>
        <translation>엔진이 모르는 연산자가 이 모델에 %1개 있습니다: %2</translation>
    </message>
    <message>
        <source>the model has %1 inputs, %2 were given</source>
        <translation>모델의 입력은 %1개인데 %2개를 받았습니다</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; has no data</source>
        <translation>입력 &apos;%1&apos;에 데이터가 없습니다</translation>
    </message>
    <message>
        <source>input &apos;%1&apos; is %2 in the model and %3 in the data</source>
        <translation>입력 &apos;%1&apos;의 형식이 모델에서는 %2, 데이터에서는 %3입니다</translation>
    </message>
    <message>
        <source>data of shape %1 does not fit input &apos;%2&apos;</source>
        <translation>형상이 %1인 데이터는 입력 &apos;%2&apos;에 맞지 않습니다</translation>
    </message>
    <message>
        <source>the node does not run</source>
        <translation>실행되지 않는 노드입니다</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; was not computed</source>
        <translation>텐서 &apos;%1&apos;의 값이 계산되지 않았습니다</translation>
    </message>
    <message>
        <source>input %1: %2</source>
        <translation>입력 %1: %2</translation>
    </message>
    <message>
        <source>output %1 is not computed</source>
        <translation>출력 %1번이 계산되지 않습니다</translation>
    </message>
    <message>
        <source>its tensors do not fit into memory</source>
        <translation>텐서가 메모리에 다 들어가지 않습니다</translation>
    </message>
    <message>
        <source>has no graph &apos;%1&apos;</source>
        <translation>그래프 &apos;%1&apos; 속성이 없습니다</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>%1 (byte %2)</source>
        <translation>%1(바이트 %2)</translation>
    </message>
    <message>
        <source>ends too early</source>
        <translation>너무 일찍 끝납니다</translation>
    </message>
    <message>
        <source>holds neither yes nor no</source>
        <translation>예도 아니요도 아닌 값이 있습니다</translation>
    </message>
    <message>
        <source>holds an integer of more than 64 bits</source>
        <translation>64비트를 넘는 정수가 있습니다</translation>
    </message>
    <message>
        <source>holds %1 where %2 to %3 was expected</source>
        <translation>%2부터 %3까지여야 할 자리에 다른 값이 있습니다: %1</translation>
    </message>
    <message>
        <source>claims %1 elements, which it cannot hold</source>
        <translation>원소가 %1개라고 되어 있는데, 그만큼 들어 있을 수 없습니다</translation>
    </message>
    <message>
        <source>... (%1 characters left out) ...</source>
        <translation>... (%1자 생략) ...</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소했습니다</translation>
    </message>
    <message>
        <source>AIMET encodings have no words for the quantizer of tensor &apos;%1&apos;</source>
        <translation>텐서 &apos;%1&apos;의 양자화기는 AIMET 인코딩으로 나타낼 수 없습니다</translation>
    </message>
    <message>
        <source>%1 is no number of bits from 2 to 32</source>
        <translation>비트 수는 2부터 32까지여야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>must be above 0</source>
        <translation>0보다 커야 합니다</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>목록이어야 합니다</translation>
    </message>
    <message>
        <source>must have as many numbers as scale</source>
        <translation>scale과 숫자의 개수가 같아야 합니다</translation>
    </message>
    <message>
        <source>version: &quot;%1&quot; is unknown, this program reads 0.x and 1.0.0</source>
        <translation>version: 알 수 없는 버전 &quot;%1&quot;. 이 프로그램은 0.x와 1.0.0을 읽습니다</translation>
    </message>
    <message>
        <source>AIMET encodings %1</source>
        <translation>AIMET 인코딩 %1</translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation>객체여야 합니다</translation>
    </message>
    <message>
        <source>cannot write the file: %1</source>
        <translation>파일을 쓸 수 없습니다: %1</translation>
    </message>
    <message>
        <source>cannot read the file: %1</source>
        <translation>파일을 읽을 수 없습니다: %1</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>그런 파일이 없습니다</translation>
    </message>
    <message>
        <source>the file is larger than the limit of %1 bytes</source>
        <translation>파일이 한도인 %1바이트보다 큽니다</translation>
    </message>
    <message>
        <source>this is no calibration file (.qcal)</source>
        <translation>캘리브레이션 파일(.qcal)이 아닙니다</translation>
    </message>
    <message>
        <source>the calibration file ends inside its header</source>
        <translation>캘리브레이션 파일이 헤더 안에서 끝납니다</translation>
    </message>
    <message>
        <source>the calibration file is of version %1; this program reads version %2</source>
        <translation>캘리브레이션 파일의 버전은 %1입니다. 이 프로그램이 읽는 버전은 %2입니다</translation>
    </message>
    <message>
        <source>the calibration file is damaged: its checksum does not fit its contents</source>
        <translation>캘리브레이션 파일이 손상되었습니다. 체크섬이 내용과 맞지 않습니다</translation>
    </message>
    <message>
        <source>the calibration file claims more contents than it can hold</source>
        <translation>캘리브레이션 파일에 적힌 내용의 크기가 담을 수 있는 것보다 큽니다</translation>
    </message>
    <message>
        <source>the calibration file cannot be unpacked</source>
        <translation>캘리브레이션 파일의 압축을 풀 수 없습니다</translation>
    </message>
    <message>
        <source>the calibration file %1</source>
        <translation>캘리브레이션 파일이 올바르지 않습니다: %1</translation>
    </message>
    <message>
        <source>the calibration was made with another model (&apos;%1&apos;)</source>
        <translation>다른 모델(&apos;%1&apos;)로 만든 캘리브레이션입니다</translation>
    </message>
    <message>
        <source>layer (index in execution order)</source>
        <translation>레이어(실행 순서의 번호)</translation>
    </message>
    <message>
        <source>layer (index in execution order, name)</source>
        <translation>레이어(실행 순서의 번호, 이름)</translation>
    </message>
    <message>
        <source>TensorQuantOverrides have no words for the quantizer of tensor &apos;%1&apos;</source>
        <translation>텐서 &apos;%1&apos;의 양자화기는 TensorQuantOverrides로 나타낼 수 없습니다</translation>
    </message>
    <message>
        <source>the sensitivity of the layers was not measured</source>
        <translation>레이어의 민감도를 측정하지 않았습니다</translation>
    </message>
    <message>
        <source>a QDQ model is no text</source>
        <translation>QDQ 모델은 텍스트가 아닙니다</translation>
    </message>
    <message>
        <source>%1 is no possible count</source>
        <translation>있을 수 없는 개수입니다: %1</translation>
    </message>
    <message>
        <source>%1 is unknown, this program reads version 1</source>
        <translation>알 수 없는 버전 %1. 이 프로그램은 버전 1을 읽습니다</translation>
    </message>
    <message>
        <source>number: %1 is out of range or there twice</source>
        <translation>number: %1: 범위를 벗어났거나 두 번 있습니다</translation>
    </message>
    <message>
        <source>float</source>
        <translation>부동소수점</translation>
    </message>
    <message>
        <source>mean %1, standard deviation %2, stays in floating point</source>
        <translation>평균 %1, 표준편차 %2, 부동소수점으로 유지</translation>
    </message>
    <message>
        <source>mean %1, standard deviation %2, %3 bits, scale %4, zero point %5</source>
        <translation>평균 %1, 표준편차 %2, %3비트, 스케일 %4, 영점 %5</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Op</source>
        <translation>연산자</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>블록</translation>
    </message>
    <message>
        <source>Input shape</source>
        <translation>입력 형상</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>최소</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>Ch. ratio</source>
        <translation>채널 비</translation>
    </message>
    <message>
        <source>W bits</source>
        <translation>가중치 비트</translation>
    </message>
    <message>
        <source>A bits</source>
        <translation>활성값 비트</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>스케일</translation>
    </message>
    <message>
        <source>Only (dB)</source>
        <translation>단독 (dB)</translation>
    </message>
    <message>
        <source>All but (dB)</source>
        <translation>이것 제외 (dB)</translation>
    </message>
    <message>
        <source>How wide are the activations?</source>
        <translation>활성값은 얼마나 넓은가?</translation>
    </message>
    <message>
        <source>Each glyph is the input of one layer. A thin line far beyond the bars means rare extreme values: clipping them costs little and makes the steps finer.</source>
        <translation>기호 하나가 레이어 하나의 입력입니다. 막대를 훨씬 넘어서는 가는 선은 드문 극단값을 뜻합니다. 이를 잘라내도 손실이 적고 간격이 촘촘해집니다.</translation>
    </message>
    <message>
        <source>How unequal are the channels?</source>
        <translation>채널은 얼마나 고르지 않은가?</translation>
    </message>
    <message>
        <source>One scale serves all channels of an activation. Where a few channels are much wider than the median, the others are left with few steps.</source>
        <translation>활성값의 모든 채널이 스케일 하나를 씁니다. 몇몇 채널이 중앙값보다 훨씬 넓으면 나머지 채널에는 단계가 얼마 남지 않습니다.</translation>
    </message>
    <message>
        <source>What does softmax produce?</source>
        <translation>소프트맥스는 무엇을 만드는가?</translation>
    </message>
    <message>
        <source>Probabilities crowd near zero. Everything below half a step of a uniform quantizer becomes exactly zero.</source>
        <translation>확률은 0 근처에 몰립니다. 균일 양자화기의 반 단계보다 작은 값은 모두 정확히 0이 됩니다.</translation>
    </message>
    <message>
        <source>Which layers hurt?</source>
        <translation>어떤 레이어가 해로운가?</translation>
    </message>
    <message>
        <source>Output SQNR when a single layer is quantized, or when a single layer is left in floating point, against the median layer.</source>
        <translation>레이어 하나만 양자화했을 때, 또는 레이어 하나만 부동소수점으로 두었을 때 출력의 SQNR을 중앙값 레이어와 비교한 것입니다.</translation>
    </message>
    <message>
        <source>Ch. ratio: range of the widest channel over the median. Only, All but: output SQNR with only this layer quantized, with all but this layer quantized.</source>
        <translation>채널 비: 가장 넓은 채널의 범위를 중앙값으로 나눈 값. 단독, 이것 제외: 이 레이어만 양자화했을 때, 이 레이어만 빼고 양자화했을 때 출력의 SQNR.</translation>
    </message>
    <message>
        <source>Filter layers</source>
        <translation>레이어 거르기</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Choose a row to see the values its inputs took, with the limits of the config.</source>
        <translation>행을 고르면 그 입력이 가진 값과 구성의 한계가 보입니다.</translation>
    </message>
    <message>
        <source>Sorting, filtering and histograms need JavaScript; nothing is loaded from elsewhere.</source>
        <translation>정렬, 거르기, 히스토그램에는 JavaScript가 필요합니다. 다른 곳에서 불러오는 것은 없습니다.</translation>
    </message>
    <message>
        <source>logarithmic counts</source>
        <translation>로그 개수</translation>
    </message>
    <message>
        <source>en</source>
        <translation>ko</translation>
    </message>
    <message>
        <source>%1 - Quantoscope report</source>
        <translation>%1 - Quantoscope 보고서</translation>
    </message>
    <message>
        <source>Softmax figures</source>
        <translation>소프트맥스 수치</translation>
    </message>
    <message>
        <source>the config clips at %1</source>
        <translation>구성이 잘라내는 한계: %1</translation>
    </message>
    <message>
        <source>%1 to %2: %3 values</source>
        <translation>%1~%2: 값 %3개</translation>
    </message>
    <message>
        <source>activation value</source>
        <translation>활성값</translation>
    </message>
    <message>
        <source>values per bin</source>
        <translation>구간당 값의 수</translation>
    </message>
    <message>
        <source>values per bin (log)</source>
        <translation>구간당 값의 수(로그)</translation>
    </message>
    <message>
        <source>No statistics were recorded for this layer.</source>
        <translation>이 레이어에 대해 기록된 통계가 없습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 layers</source>
        <translation>레이어 %2개 중 %1개</translation>
    </message>
    <message>
        <source>per-tensor</source>
        <translation>텐서별</translation>
    </message>
    <message>
        <source>per-channel</source>
        <translation>채널별</translation>
    </message>
    <message>
        <source>per-block</source>
        <translation>블록별</translation>
    </message>
    <message>
        <source>symmetric</source>
        <translation>대칭</translation>
    </message>
    <message>
        <source>asymmetric</source>
        <translation>비대칭</translation>
    </message>
    <message>
        <source>%1-bit</source>
        <translation>%1비트</translation>
    </message>
    <message>
        <source>per-block of %1</source>
        <translation>블록별(%1개씩)</translation>
    </message>
    <message>
        <source>%1 on AIMET&apos;s grid</source>
        <translation>%1(AIMET 격자)</translation>
    </message>
    <message>
        <source>%1 of power %2</source>
        <translation>%1(%2제곱)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1~%2</translation>
    </message>
    <message>
        <source>stays in floating point</source>
        <translation>부동소수점으로 유지</translation>
    </message>
    <message>
        <source>is quantized</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>weights: %1</source>
        <translation>가중치: %1</translation>
    </message>
    <message>
        <source>activations: %1</source>
        <translation>활성값: %1</translation>
    </message>
    <message>
        <source>input %1: %2</source>
        <translation>입력 %1: %2</translation>
    </message>
    <message>
        <source>identical</source>
        <translation>동일</translation>
    </message>
    <message>
        <source>output SQNR</source>
        <translation>출력의 SQNR</translation>
    </message>
    <message>
        <source>same top class as float</source>
        <translation>부동소수점과 최상위 클래스 일치</translation>
    </message>
    <message>
        <source>accuracy in float</source>
        <translation>부동소수점에서의 정확도</translation>
    </message>
    <message>
        <source>accuracy under the config</source>
        <translation>구성에서의 정확도</translation>
    </message>
    <message>
        <source>cosine of the first output</source>
        <translation>첫 출력의 코사인</translation>
    </message>
    <message>
        <source>weights (float: %1)</source>
        <translation>가중치(부동소수점: %1)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>layers in floating point</source>
        <translation>부동소수점 레이어</translation>
    </message>
    <message>
        <source>Weights: %1.</source>
        <translation>가중치: %1.</translation>
    </message>
    <message>
        <source>Activations: %1.</source>
        <translation>활성값: %1.</translation>
    </message>
    <message>
        <source>Rules, later ones override:</source>
        <translation>규칙(뒤의 것이 우선):</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>외 %1개</translation>
    </message>
    <message>
        <source>%1 layers, calibrated on %2 samples of %3</source>
        <translation>레이어 %1개, %3의 샘플 %2개로 캘리브레이션</translation>
    </message>
    <message>
        <source>Measured on %1 samples. SQNR is 10 log10 of signal power over error power, pooled over all outputs.</source>
        <translation>샘플 %1개로 측정했습니다. SQNR은 모든 출력을 합쳐 신호 전력을 오차 전력으로 나눈 값의 10 log10입니다.</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>소프트맥스</translation>
    </message>
    <message>
        <source>Row length</source>
        <translation>행 길이</translation>
    </message>
    <message>
        <source>Below 1/255</source>
        <translation>1/255 미만</translation>
    </message>
    <message>
        <source>Exactly 0</source>
        <translation>정확히 0</translation>
    </message>
    <message>
        <source>Above 0.5</source>
        <translation>0.5 초과</translation>
    </message>
    <message>
        <source>Mean entropy (bits)</source>
        <translation>평균 엔트로피(비트)</translation>
    </message>
    <message>
        <source>Of a uniform row (bits)</source>
        <translation>균등한 행의 값(비트)</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>%1번째 줄: %2</translation>
    </message>
    <message>
        <source>must be a number or a list of numbers</source>
        <translation>숫자이거나 숫자 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be an object with lowest and highest, or a pair of numbers</source>
        <translation>lowest와 highest가 있는 객체이거나 숫자 한 쌍이어야 합니다</translation>
    </message>
    <message>
        <source>has %1 lowest and %2 highest values</source>
        <translation>가장 작은 값은 %1개인데 가장 큰 값은 %2개입니다</translation>
    </message>
    <message>
        <source>the lowest value is above the highest</source>
        <translation>가장 작은 값이 가장 큰 값보다 큽니다</translation>
    </message>
    <message>
        <source>ONNX Runtime calibration</source>
        <translation>ONNX Runtime 캘리브레이션</translation>
    </message>
    <message>
        <source>ONNX Runtime calibration cache</source>
        <translation>ONNX Runtime 캘리브레이션 캐시</translation>
    </message>
    <message>
        <source>must be a tensor&apos;s name and a number</source>
        <translation>텐서 이름과 숫자여야 합니다</translation>
    </message>
    <message>
        <source>the cache holds the larger of the lowest and the highest value, not the larger size: where a tensor reached further below zero, its range is too narrow</source>
        <translation>캐시에는 절댓값이 큰 쪽이 아니라 최솟값과 최댓값 중 큰 값이 들어 있습니다. 음수 쪽으로 더 멀리 간 텐서의 범위는 너무 좁습니다</translation>
    </message>
    <message>
        <source>TensorRT calibration cache</source>
        <translation>TensorRT 캘리브레이션 캐시</translation>
    </message>
    <message>
        <source>must begin with TRT-</source>
        <translation>TRT-로 시작해야 합니다</translation>
    </message>
    <message>
        <source>must be a tensor&apos;s name, a colon and 8 hexadecimal digits</source>
        <translation>텐서 이름, 쌍점, 16진수 8자리여야 합니다</translation>
    </message>
    <message>
        <source>the scale of &apos;%1&apos; is no positive number</source>
        <translation>&apos;%1&apos;의 스케일이 양수가 아닙니다</translation>
    </message>
    <message>
        <source>holds no ranges of tensors</source>
        <translation>텐서의 범위가 들어 있지 않습니다</translation>
    </message>
    <message>
        <source>channel range / median range of the layer:</source>
        <translation>채널 범위 / 레이어의 범위 중앙값:</translation>
    </message>
    <message>
        <source>1/8 or less</source>
        <translation>1/8 이하</translation>
    </message>
    <message>
        <source>#%1 %2 | no channels recorded</source>
        <translation>#%1 %2 | 기록된 채널 없음</translation>
    </message>
    <message>
        <source>#%1 %2 | %3 channels, widest is channel %4 with %5 times the median range</source>
        <translation>#%1 %2 | 채널 %3개, 가장 넓은 것은 채널 %4: 범위 중앙값의 %5배</translation>
    </message>
    <message>
        <source>Channel ranges of all layers</source>
        <translation>모든 레이어의 채널 범위</translation>
    </message>
    <message>
        <source>channel (% of the layer&apos;s channels)</source>
        <translation>채널(레이어의 채널 중 %)</translation>
    </message>
    <message>
        <source>channel %1 to %2 | %3 to %4</source>
        <translation>채널 %1~%2 | %3~%4</translation>
    </message>
    <message>
        <source>channel %1 | %2 to %3</source>
        <translation>채널 %1 | %2~%3</translation>
    </message>
    <message>
        <source>#%1 %2, ratio %3</source>
        <translation>#%1 %2, 비 %3</translation>
    </message>
    <message>
        <source>channel range</source>
        <translation>채널 범위</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>channel (each bar spans %1 channels)</source>
        <translation>채널(막대 하나에 채널 %1개)</translation>
    </message>
    <message>
        <source>Inputs with the most unequal channels</source>
        <translation>채널이 가장 고르지 않은 입력</translation>
    </message>
    <message>
        <source>limit of the config</source>
        <translation>구성의 한계</translation>
    </message>
    <message>
        <source>%1, input %2 of %3</source>
        <translation>%1, 입력 %3개 중 %2번째</translation>
    </message>
    <message>
        <source>min %1, max %2</source>
        <translation>최소 %1, 최대 %2</translation>
    </message>
    <message>
        <source>p0.01 %1, median %2, p99.99 %3</source>
        <translation>p0.01 %1, 중앙값 %2, p99.99 %3</translation>
    </message>
    <message>
        <source>clips to %1 .. %2, %3 bits</source>
        <translation>%1 .. %2까지만 표현, %3비트</translation>
    </message>
    <message>
        <source>min to max</source>
        <translation>최소~최대</translation>
    </message>
    <message>
        <source>p0.01 to p99.99</source>
        <translation>p0.01~p99.99</translation>
    </message>
    <message>
        <source>quartiles</source>
        <translation>사분위수</translation>
    </message>
    <message>
        <source>Activation ranges over depth</source>
        <translation>깊이에 따른 활성값 범위</translation>
    </message>
    <message>
        <source>activation value (symmetric log)</source>
        <translation>활성값(대칭 로그)</translation>
    </message>
    <message>
        <source>nothing changes</source>
        <translation>변화 없음</translation>
    </message>
    <message>
        <source>SQNR %1 dB</source>
        <translation>SQNR %1 dB</translation>
    </message>
    <message>
        <source>same top class %1</source>
        <translation>최상위 클래스 일치 %1</translation>
    </message>
    <message>
        <source>accuracy %1</source>
        <translation>정확도 %1</translation>
    </message>
    <message>
        <source>hurts more than the median layer</source>
        <translation>중앙값 레이어보다 해로움</translation>
    </message>
    <message>
        <source>recovers more than the median layer</source>
        <translation>중앙값 레이어보다 더 회복</translation>
    </message>
    <message>
        <source>hurts less</source>
        <translation>덜 해로움</translation>
    </message>
    <message>
        <source>recovers less</source>
        <translation>덜 회복</translation>
    </message>
    <message>
        <source>Sensitivity: only this layer quantized</source>
        <translation>민감도: 이 레이어만 양자화</translation>
    </message>
    <message>
        <source>Sensitivity: all but this layer quantized</source>
        <translation>민감도: 이 레이어만 빼고 양자화</translation>
    </message>
    <message>
        <source>output SQNR (dB)</source>
        <translation>출력의 SQNR (dB)</translation>
    </message>
    <message>
        <source>below %1 | %2 of the values</source>
        <translation>%1 미만 | 값의 %2</translation>
    </message>
    <message>
        <source>%1 to %2 | %3 of the values</source>
        <translation>%1~%2 | 값의 %3</translation>
    </message>
    <message>
        <source>%1 below 1/255, %2 above 0.5</source>
        <translation>1/255 미만 %1, 0.5 초과 %2</translation>
    </message>
    <message>
        <source>% of values</source>
        <translation>값의 %</translation>
    </message>
    <message>
        <source>probability (log)</source>
        <translation>확률(로그)</translation>
    </message>
    <message>
        <source>Distribution of softmax outputs</source>
        <translation>소프트맥스 출력의 분포</translation>
    </message>
    <message>
        <source>Distribution of softmax outputs (first %1 of %2)</source>
        <translation>소프트맥스 출력의 분포(%2개 중 처음 %1개)</translation>
    </message>
    <message>
        <source>one 8-bit step on [0, 1]: 1/255</source>
        <translation>[0, 1]의 8비트 한 단계: 1/255</translation>
    </message>
    <message>
        <source>one step of the config, where it differs</source>
        <translation>구성의 한 단계(다른 경우)</translation>
    </message>
    <message>
        <source>Entropy of the attention heads</source>
        <translation>어텐션 헤드의 엔트로피</translation>
    </message>
    <message>
        <source>mean over the rows of a head</source>
        <translation>헤드의 행 평균</translation>
    </message>
    <message>
        <source>uniform row (all entries equal)</source>
        <translation>균등한 행(모든 값이 같음)</translation>
    </message>
    <message>
        <source>entropy (bits)</source>
        <translation>엔트로피(비트)</translation>
    </message>
    <message>
        <source>%1 | head %2: %3 bits</source>
        <translation>%1 | 헤드 %2: %3비트</translation>
    </message>
    <message>
        <source>softmax (index in execution order)</source>
        <translation>소프트맥스(실행 순서의 번호)</translation>
    </message>
    <message>
        <source>the quantizers do not fit the inputs of layer &apos;%1&apos;</source>
        <translation>양자화기가 레이어 &apos;%1&apos;의 입력과 맞지 않습니다</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos;: %2</source>
        <translation>레이어 &apos;%1&apos;: %2</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; is no node of the file&apos;s main graph</source>
        <translation>파일의 주 그래프에 레이어 &apos;%1&apos;의 노드가 없습니다</translation>
    </message>
    <message>
        <source>%1 quantizers for %2 layers</source>
        <translation>레이어는 %2개인데 양자화기는 %1개입니다</translation>
    </message>
    <message>
        <source>QDQ model</source>
        <translation>QDQ 모델</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos;: its scale is computed or blocked, and is left out</source>
        <translation>텐서 &apos;%1&apos;: 스케일이 계산되거나 블록별이어서 제외합니다</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos;: its scale is no positive number, and is left out</source>
        <translation>텐서 &apos;%1&apos;: 스케일이 양수가 아니어서 제외합니다</translation>
    </message>
    <message>
        <source>8-bit floats need opset 19, the model has %1</source>
        <translation>8비트 부동소수점에는 opset 19가 필요합니다(모델의 opset: %1)</translation>
    </message>
    <message>
        <source>%1 codes</source>
        <translation>%1 코드</translation>
    </message>
    <message>
        <source>zero point that is not whole</source>
        <translation>정수가 아닌 영점</translation>
    </message>
    <message>
        <source>zero point of %1 in codes of %2 to %3</source>
        <translation>코드 %2~%3에서 영점 %1</translation>
    </message>
    <message>
        <source>activations whose halves are rounded away from zero</source>
        <translation>절반을 0에서 먼 쪽으로 반올림하는 활성값</translation>
    </message>
    <message>
        <source>activations per channel with fewer codes than their integer type</source>
        <translation>정수 형식보다 코드가 적은 채널별 활성값</translation>
    </message>
    <message>
        <source>QuantizeLinear and DequantizeLinear know no %1</source>
        <translation>QuantizeLinear와 DequantizeLinear로 나타낼 수 없습니다: %1</translation>
    </message>
    <message>
        <source>%1 codes need opset %2, the model has %3</source>
        <translation>%1 코드에 필요한 opset: %2, 모델의 opset: %3</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; is quantized differently for layers &apos;%2&apos; and &apos;%3&apos;, and this format holds one quantizer per tensor</source>
        <translation>텐서 &apos;%1&apos;의 양자화가 레이어 &apos;%2&apos;, &apos;%3&apos;에서 서로 다른데, 이 형식에는 텐서마다 양자화기 하나만 담을 수 있습니다</translation>
    </message>
    <message>
        <source>%1 (per channel)</source>
        <translation>%1(채널별)</translation>
    </message>
    <message>
        <source>%1 (%2 ranges for %3 channels)</source>
        <translation>%1(채널 %3개에 범위 %2개)</translation>
    </message>
    <message>
        <source>none of the %1 tensors is one of the model&apos;s: %2</source>
        <translation>텐서 %1개 중 모델에 있는 것이 하나도 없습니다: %2</translation>
    </message>
    <message>
        <source>&apos;%1&apos; and so on</source>
        <translation>&apos;%1&apos; 등</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is none of %2</source>
        <translation>알 수 없는 값 &quot;%1&quot;. 쓸 수 있는 값: %2</translation>
    </message>
    <message>
        <source>%1 is outside 0 to 65536</source>
        <translation>0부터 65536까지여야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>must hold one value, or one per channel</source>
        <translation>값이 하나 또는 채널마다 하나 있어야 합니다</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>비어 있습니다</translation>
    </message>
    <message>
        <source>%1 is below 1</source>
        <translation>1 이상이어야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>is not base64</source>
        <translation>base64가 아닙니다</translation>
    </message>
    <message>
        <source>%1 is unknown, this program reads versions 1 and 2</source>
        <translation>알 수 없는 버전 %1. 이 프로그램은 버전 1과 2를 읽습니다</translation>
    </message>
    <message>
        <source>%1 with %2</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>the model that %1 made, &quot;%2&quot;, changed since the session was saved: this is the model before it; the method was %3</source>
        <translation>%1 방법으로 만든 모델 &quot;%2&quot;의 내용이 세션을 저장한 뒤 바뀌었습니다. 지금 연 것은 그 전의 모델입니다. 쓴 방법: %3</translation>
    </message>
    <message>
        <source>the model that %1 made, &quot;%2&quot;, no longer exists: this is the model before it; the method was %3</source>
        <translation>%1 방법으로 만든 모델 &quot;%2&quot;의 파일이 더 이상 없습니다. 지금 연 것은 그 전의 모델입니다. 쓴 방법: %3</translation>
    </message>
    <message>
        <source>the model &quot;%1&quot; cannot be opened, %2</source>
        <translation>모델 &quot;%1&quot;의 파일을 열 수 없습니다: %2</translation>
    </message>
    <message>
        <source>the model &quot;%1&quot; changed since the session was saved</source>
        <translation>세션을 저장한 뒤 모델 &quot;%1&quot;의 내용이 바뀌었습니다</translation>
    </message>
    <message>
        <source>the calibration data &quot;%1&quot; no longer exists</source>
        <translation>캘리브레이션 데이터 &quot;%1&quot;의 파일이 더 이상 없습니다</translation>
    </message>
    <message>
        <source>the label file &quot;%1&quot; no longer exists</source>
        <translation>레이블 파일이 더 이상 없습니다: &quot;%1&quot;</translation>
    </message>
    <message>
        <source>the calibration &quot;%1&quot; no longer exists</source>
        <translation>캘리브레이션 &quot;%1&quot;의 파일이 더 이상 없습니다</translation>
    </message>
    <message>
        <source>it is no readable file</source>
        <translation>읽을 수 있는 파일이 아닙니다</translation>
    </message>
    <message>
        <source>it could not be read to its end</source>
        <translation>끝까지 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>객체</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>목록</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 또는 false</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>숫자</translation>
    </message>
    <message>
        <source>the key &quot;%1&quot; occurs twice in one object</source>
        <translation>한 객체에 같은 키가 두 번 있습니다: &quot;%1&quot;</translation>
    </message>
    <message>
        <source>not valid JSON, %1</source>
        <translation>올바른 JSON이 아닙니다: %1</translation>
    </message>
    <message>
        <source>must be an object, is %1</source>
        <translation>객체여야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>없습니다</translation>
    </message>
    <message>
        <source>must be true or false, is %1</source>
        <translation>true 또는 false여야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>must be a whole number, is %1</source>
        <translation>정수여야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>must be a number, is %1</source>
        <translation>숫자여야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>must be a number, &quot;inf&quot;, &quot;-inf&quot; or &quot;nan&quot;, is &quot;%1&quot;</source>
        <translation>숫자, &quot;inf&quot;, &quot;-inf&quot;, &quot;nan&quot; 중 하나여야 합니다(현재: &quot;%1&quot;)</translation>
    </message>
    <message>
        <source>must be a text, is %1</source>
        <translation>텍스트여야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>must be a list of numbers</source>
        <translation>숫자 목록이어야 합니다</translation>
    </message>
    <message>
        <source>must be a list, is %1</source>
        <translation>목록이어야 합니다(현재: %1)</translation>
    </message>
    <message>
        <source>unknown key</source>
        <translation>알 수 없는 키입니다</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>Input &apos;%1&apos; holds %2 NaN and %3 infinite values, first in sample %4: they take no part in ranges, and outputs made from them mean nothing.</source>
        <translation>입력 &apos;%1&apos;에 NaN %2개와 무한대 %3개가 있습니다(처음은 샘플 %4). 범위 계산에서 빠지며, 여기서 나온 출력은 의미가 없습니다.</translation>
    </message>
    <message>
        <source>Blank samples, whose values are all equal: %1 of %2, first %3.</source>
        <translation>모든 값이 같은 빈 샘플: %2개 중 %1개, 처음은 %3.</translation>
    </message>
    <message>
        <source>Nearly blank samples, of which more than 98 % is the smallest value of the data (%4): %1 of %2, first %3.</source>
        <translation>98 % 넘게 데이터의 최솟값(%4)인 거의 빈 샘플: %2개 중 %1개, 처음은 %3.</translation>
    </message>
    <message>
        <source>Samples of which more than half is the largest value of the data (%4): %1 of %2, first %3. Overexposed, clipped, or on a white ground.</source>
        <translation>절반 넘게 데이터의 최댓값(%4)인 샘플: %2개 중 %1개, 처음은 %3. 노출이 지나쳤거나, 값이 잘렸거나, 배경이 흰색입니다.</translation>
    </message>
    <message>
        <source>Samples that are exact copies of an earlier one: %1 of %2; %3 is the same as %4. They add nothing to the ranges.</source>
        <translation>앞선 샘플과 똑같은 복사본: %2개 중 %1개(%3 = %4). 범위에 보태는 것이 없습니다.</translation>
    </message>
    <message>
        <source>Samples on another scale than the rest: %1 of %2; the largest magnitude in %3 is %4, in the median sample %5.</source>
        <translation>나머지와 스케일이 다른 샘플: %2개 중 %1개. %3의 최대 크기는 %4이고 중앙값 샘플은 %5입니다.</translation>
    </message>
    <message>
        <source>Input &apos;%1&apos; has values from %2 to %3. Most models want 0 to 1 or normalized values, and nothing in this one speaks for such a range.</source>
        <translation>입력 &apos;%1&apos;의 값은 %2부터 %3까지입니다. 대부분의 모델은 0~1이나 정규화된 값을 받으며, 이 모델에는 이런 범위를 뒷받침하는 것이 없습니다.</translation>
    </message>
    <message>
        <source>The colour order seems wrong. Judged by %1, red and blue exchanged fit better: misfit %2 instead of %3.</source>
        <translation>색 순서가 틀린 것 같습니다. 판단 근거: %1. 빨강과 파랑을 바꾼 쪽이 더 맞습니다. 어긋남은 %3 대신 %2입니다.</translation>
    </message>
    <message>
        <source>Light and dark seem to be exchanged. Judged by %1, the negative fits better: misfit %2 instead of %3.</source>
        <translation>밝음과 어두움이 뒤바뀐 것 같습니다. 판단 근거: %1. 반전한 쪽이 더 맞습니다. 어긋남은 %3 대신 %2입니다.</translation>
    </message>
    <message>
        <source>The preprocessing seems wrong. Judged by %2, “%1” fits better: misfit %3 instead of %4.</source>
        <translation>전처리가 틀린 것 같습니다. 판단 근거: %2. “%1” 쪽이 더 맞습니다. 어긋남은 %4 대신 %3입니다.</translation>
    </message>
    <message>
        <source>The data is unlike the training data: what &apos;%1&apos; gets differs from its training statistics (misfit %2), and no usual preprocessing fits better.</source>
        <translation>학습 데이터와 다른 데이터입니다. &apos;%1&apos;에 들어오는 값이 학습 통계와 다르고(어긋남 %2), 흔한 전처리 가운데 더 맞는 것이 없습니다.</translation>
    </message>
    <message>
        <source>All %1 samples have the label %2: ranges of other classes are not seen.</source>
        <translation>샘플 %1개의 레이블이 모두 %2입니다. 다른 클래스의 범위는 볼 수 없습니다.</translation>
    </message>
    <message>
        <source>There is a single sample: nothing tells how the ranges vary.</source>
        <translation>샘플이 하나뿐이라 범위가 얼마나 달라지는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>There seem to be too few samples (%1): twice as many still widen one range in ten by more than %2 %, that of &apos;%3&apos; by %4 %.</source>
        <translation>샘플이 너무 적은 것 같습니다(%1개). 두 배로 늘리면 범위 열 개 중 하나가 %2 % 넘게, &apos;%3&apos;의 범위는 %4 % 넓어집니다.</translation>
    </message>
    <message>
        <source>the training statistics in &apos;%1&apos;</source>
        <translation>&apos;%1&apos;의 학습 통계</translation>
    </message>
    <message>
        <source>the labels</source>
        <translation>레이블</translation>
    </message>
    <message>
        <source>how sure the model is of its answers</source>
        <translation>모델이 답을 확신하는 정도</translation>
    </message>
    <message>
        <source>So say %1 of the samples.</source>
        <translation>샘플의 %1에서 그렇습니다.</translation>
    </message>
    <message>
        <source>Of %3 samples %1 were looked at: twice as many of them widened one range in ten by more than %2 %, so all of them may be too few.</source>
        <translation>샘플 %3개 중 %1개를 보았습니다. 두 배로 늘렸을 때 범위 열 중 하나가 %2 % 넘게 넓어졌으므로 모두 써도 모자랄 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>HistogramCurve</name>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>elements per %1</source>
        <translation>폭 %1 구간당 원소 수</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>원소 수</translation>
    </message>
    <message>
        <source>%1 elements from %2 to %3</source>
        <translation>원소 %1개, %2~%3</translation>
    </message>
</context>
<context>
    <name>HistogramText</name>
    <message>
        <source>%1 elements from %2 to %3</source>
        <translation>원소 %1개, %2~%3</translation>
    </message>
    <message>
        <source>not counted: %1 NaN, %2 infinite</source>
        <translation>집계 제외: NaN %1개, 무한대 %2개</translation>
    </message>
    <message>
        <source>Release to use this range for every input of the layer, Escape to leave it as it was.</source>
        <translation>놓으면 이 범위를 레이어의 모든 입력에 씁니다. Esc를 누르면 그대로 둡니다.</translation>
    </message>
    <message>
        <source>kept in floating point</source>
        <translation>부동소수점으로 유지</translation>
    </message>
    <message>
        <source>not quantized</source>
        <translation>양자화하지 않음</translation>
    </message>
    <message>
        <source>Green, #%1: %2</source>
        <translation>초록, #%1: %2</translation>
    </message>
    <message>
        <source>now %1 against it</source>
        <translation>지금 설정과의 차이: %1</translation>
    </message>
    <message>
        <source>Smallest in &lt;a href=&quot;smallest&quot;&gt;sample %1&lt;/a&gt;, largest in &lt;a href=&quot;largest&quot;&gt;sample %2&lt;/a&gt;</source>
        <translation>최솟값은 &lt;a href=&quot;smallest&quot;&gt;샘플 %1&lt;/a&gt;, 최댓값은 &lt;a href=&quot;largest&quot;&gt;샘플 %2&lt;/a&gt;</translation>
    </message>
</context>
<context>
    <name>ImageSpot</name>
    <message>
        <source>Row %1, column %2 of the %3×%4 tensor, laid over the image.</source>
        <translation>%3×%4 텐서의 %1행 %2열을 이미지 위에 겹쳤습니다.</translation>
    </message>
    <message>
        <source>Token %1 of %2, taken for row %3, column %4 of a %5×%5 grid of patches.</source>
        <translation>토큰 %2개 가운데 %1번째를 %5×%5 패치 격자의 %3행 %4열로 보았습니다.</translation>
    </message>
</context>
<context>
    <name>ImportedOverlay</name>
    <message>
        <source>%1: %2 to %3</source>
        <translation>%1: %2 ~ %3</translation>
    </message>
    <message>
        <source>, local SQNR %1</source>
        <translation>, 국소 SQNR %1</translation>
    </message>
    <message>
        <source>; %1 as wide as ours</source>
        <translation>; 폭이 우리 범위의 %1</translation>
    </message>
    <message>
        <source>, ours %1</source>
        <translation>, 우리 범위 %1</translation>
    </message>
    <message>
        <source>%1 (%2): %3 inputs, narrower than ours %4, wider %5</source>
        <translation>%1 (%2): 입력 %3개, 우리보다 좁음 %4개, 넓음 %5개</translation>
    </message>
</context>
<context>
    <name>Lessons</name>
    <message>
        <source>Channels after LayerNorm</source>
        <translation>LayerNorm 뒤의 채널</translation>
    </message>
    <message>
        <source>One channel is more than 20 times as wide as the median one</source>
        <translation>한 채널이 중앙값 채널보다 20배 넘게 넓습니다</translation>
    </message>
    <message>
        <source>A softmax crowded near zero</source>
        <translation>0 근처에 몰린 소프트맥스</translation>
    </message>
    <message>
        <source>Seven of ten probabilities are smaller than one step of 8 bits</source>
        <translation>확률값 열 개 중 일곱 개가 8비트 한 단계보다 작습니다</translation>
    </message>
    <message>
        <source>One layer spoils 4 bits</source>
        <translation>레이어 하나가 4비트를 망칠 때</translation>
    </message>
    <message>
        <source>Quantized alone, the first layer loses 5 dB more than any other</source>
        <translation>하나씩 양자화하면 첫 레이어가 다른 어떤 레이어보다 5 dB 더 잃습니다</translation>
    </message>
    <message>
        <source>Clipping against rounding</source>
        <translation>클리핑과 반올림</translation>
    </message>
    <message>
        <source>Drag the clip lines: one error falls while the other grows</source>
        <translation>클리핑 선을 끌면 한 오차는 줄고 다른 오차는 늘어납니다</translation>
    </message>
</context>
<context>
    <name>Model</name>
    <message>
        <source>the exported model would have %1 bytes; a single ONNX file may have 2 GB at most</source>
        <translation>내보낼 모델이 %1바이트가 됩니다. ONNX 파일 하나는 2 GB를 넘을 수 없습니다</translation>
    </message>
    <message>
        <source>protobuf could not write the model</source>
        <translation>protobuf가 모델을 쓰지 못했습니다</translation>
    </message>
    <message>
        <source>has its data in &apos;%1&apos;, which is outside of the model&apos;s folder</source>
        <translation>데이터가 있는 &apos;%1&apos; 파일이 모델 폴더 밖에 있습니다</translation>
    </message>
    <message>
        <source>has its data in &apos;%1&apos;, which does not exist</source>
        <translation>데이터가 있어야 할 &apos;%1&apos; 파일이 없습니다</translation>
    </message>
    <message>
        <source>has its data in &apos;%1&apos;, which is no file</source>
        <translation>데이터가 있어야 할 &apos;%1&apos; 경로에 있는 것은 파일이 아닙니다</translation>
    </message>
    <message>
        <source>has its data in &apos;%1&apos;, which %2</source>
        <translation>데이터가 있는 &apos;%1&apos; 파일: %2</translation>
    </message>
    <message>
        <source>its functions make more than 250000 nodes</source>
        <translation>모델의 함수를 펼치면 노드가 250000개를 넘습니다</translation>
    </message>
    <message>
        <source>the function &apos;%1&apos; calls itself</source>
        <translation>함수 &apos;%1&apos;에서 자기 자신을 호출합니다</translation>
    </message>
    <message>
        <source>its functions call each other more than %1 levels deep</source>
        <translation>모델의 함수가 서로 호출하는 깊이가 %1단계를 넘습니다</translation>
    </message>
    <message>
        <source>the function &apos;%1&apos; is written for opset %2, the model for opset %3</source>
        <translation>함수 &apos;%1&apos;의 opset은 %2, 모델의 opset은 %3입니다</translation>
    </message>
    <message>
        <source>node &apos;%1&apos; gives the function &apos;%2&apos; more inputs or outputs than it has</source>
        <translation>노드 &apos;%1&apos;에서 함수 &apos;%2&apos;에 있는 것보다 많은 입력이나 출력을 줍니다</translation>
    </message>
    <message>
        <source>an initializer has no name</source>
        <translation>이름이 없는 초깃값이 있습니다</translation>
    </message>
    <message>
        <source>the graph has no nodes</source>
        <translation>그래프에 노드가 없습니다</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; is produced twice</source>
        <translation>텐서 &apos;%1&apos;의 값을 두 곳에서 만듭니다</translation>
    </message>
    <message>
        <source>node &apos;%1&apos; (%2) reads tensor &apos;%3&apos;, which nothing produces</source>
        <translation>노드 &apos;%1&apos;(%2)에서 읽는 텐서 &apos;%3&apos;의 값을 만드는 노드가 없습니다</translation>
    </message>
    <message>
        <source>the graph has a cycle through node &apos;%1&apos;</source>
        <translation>그래프에 노드 &apos;%1&apos;에서 시작해 되돌아오는 순환이 있습니다</translation>
    </message>
    <message>
        <source>output &apos;%1&apos; is produced by nothing</source>
        <translation>출력 &apos;%1&apos;의 값을 만드는 노드가 없습니다</translation>
    </message>
    <message>
        <source>the graph has no outputs</source>
        <translation>그래프에 출력이 없습니다</translation>
    </message>
    <message>
        <source>no node of the file produces &apos;%1&apos; from %2 inputs</source>
        <translation>입력 %2개로 &apos;%1&apos; 텐서를 만드는 노드가 파일에 없습니다</translation>
    </message>
    <message>
        <source>no node of the file produces &apos;%1&apos;</source>
        <translation>&apos;%1&apos; 텐서를 만드는 노드가 파일에 없습니다</translation>
    </message>
    <message>
        <source>the model does not import the default ONNX operator set</source>
        <translation>모델에 기본 ONNX 연산자 집합이 지정되어 있지 않습니다</translation>
    </message>
    <message>
        <source>opset %1 is outside the supported %2 to %3</source>
        <translation>opset %1: 지원하는 범위 %2~%3에 들지 않습니다</translation>
    </message>
    <message>
        <source>this is no ONNX model: it contains no graph</source>
        <translation>ONNX 모델이 아닙니다. 그래프가 없습니다</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>파일이 비어 있습니다</translation>
    </message>
    <message>
        <source>the file is above 2 GB; save the weights as external data</source>
        <translation>파일이 2 GB를 넘습니다. 가중치를 외부 데이터로 저장하십시오</translation>
    </message>
    <message>
        <source>this is no ONNX model, or it is truncated, or its subgraphs are nested too deeply (protobuf cannot parse it)</source>
        <translation>ONNX 모델이 아니거나, 파일이 잘렸거나, 하위 그래프가 너무 깊이 중첩되었습니다(protobuf가 읽지 못합니다)</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>그런 파일이 없습니다</translation>
    </message>
    <message>
        <source>this is not a regular file</source>
        <translation>일반 파일이 아닙니다</translation>
    </message>
    <message>
        <source>the file cannot be read</source>
        <translation>파일을 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>the file cannot be read to its end</source>
        <translation>파일을 끝까지 읽을 수 없습니다</translation>
    </message>
    <message>
        <source>sparse tensor &apos;%1&apos; of shape %2 has values %3 at %4 indices %5, which do not fit each other</source>
        <translation>희소 텐서 &apos;%1&apos;(형상 %2)의 값 %3, %4 인덱스 %5: 서로 맞지 않습니다</translation>
    </message>
    <message>
        <source>sparse tensor &apos;%1&apos; is refused: %2</source>
        <translation>희소 텐서 &apos;%1&apos;: 받아들일 수 없습니다: %2</translation>
    </message>
    <message>
        <source>sparse tensor &apos;%1&apos; has the index %2 out of range or out of order</source>
        <translation>희소 텐서 &apos;%1&apos;의 %2번 인덱스가 범위를 벗어났거나 순서가 맞지 않습니다</translation>
    </message>
    <message>
        <source>tensor %1</source>
        <translation>텐서: %1</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; %2</source>
        <translation>텐서 &apos;%1&apos;: %2</translation>
    </message>
    <message>
        <source>of shape %1 needs %2 entries in %3 but has %4</source>
        <translation>형상 %1에는 %3 항목이 %2개 필요한데 %4개 있습니다</translation>
    </message>
    <message>
        <source>is only a segment of a larger one, which is not read</source>
        <translation>더 큰 텐서의 한 조각일 뿐이며, 조각은 읽지 않습니다</translation>
    </message>
    <message>
        <source>is refused: %1</source>
        <translation>받아들일 수 없습니다: %1</translation>
    </message>
    <message>
        <source>of shape %1 needs %2 bytes but has %3</source>
        <translation>형상 %1에는 %2바이트가 필요한데 %3바이트 있습니다</translation>
    </message>
    <message>
        <source>has external data with the bad %1 &apos;%2&apos;</source>
        <translation>외부 데이터의 %1 값이 잘못되었습니다: &apos;%2&apos;</translation>
    </message>
    <message>
        <source>has external data without a location</source>
        <translation>외부 데이터의 위치가 적혀 있지 않습니다</translation>
    </message>
    <message>
        <source>keeps its data in another file, which is not read here</source>
        <translation>데이터가 다른 파일에 있으며, 여기서는 읽지 않습니다</translation>
    </message>
    <message>
        <source>of shape %1 needs %2 bytes of external data but has %3</source>
        <translation>형상 %1에는 외부 데이터가 %2바이트 필요한데 %3바이트 있습니다</translation>
    </message>
    <message>
        <source>needs bytes %1 to %1 + %2 of &apos;%3&apos;, which has %4</source>
        <translation>&apos;%3&apos; 파일의 %1바이트부터 %1 + %2바이트까지 필요한데 파일은 %4바이트입니다</translation>
    </message>
    <message>
        <source>holds strings, which are not supported</source>
        <translation>문자열이 들어 있으며, 문자열은 지원하지 않습니다</translation>
    </message>
    <message>
        <source>holds complex numbers, which are not supported</source>
        <translation>복소수가 들어 있으며, 복소수는 지원하지 않습니다</translation>
    </message>
    <message>
        <source>has the unknown element type %1</source>
        <translation>알 수 없는 원소 형식입니다: %1</translation>
    </message>
    <message>
        <source>is larger than the 2 GiB a protobuf message may have</source>
        <translation>protobuf 메시지의 한도인 2 GiB보다 큽니다</translation>
    </message>
    <message>
        <source>is not a complete TensorProto</source>
        <translation>온전한 TensorProto가 아닙니다</translation>
    </message>
    <message>
        <source>is a sequence of something else than tensors</source>
        <translation>텐서가 아닌 것의 시퀀스입니다</translation>
    </message>
    <message>
        <source>is not a complete SequenceProto</source>
        <translation>온전한 SequenceProto가 아닙니다</translation>
    </message>
    <message>
        <source>is not a complete OptionalProto</source>
        <translation>온전한 OptionalProto가 아닙니다</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Check the path, or choose the file again where it is now.</source>
        <translation>경로를 확인하거나 파일이 지금 있는 곳에서 다시 고르십시오.</translation>
    </message>
    <message>
        <source>Check that the file is complete and that you may read it.</source>
        <translation>파일이 온전한지, 읽을 권한이 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>Choose a folder you may write to, and check that there is space left on it.</source>
        <translation>쓸 수 있는 폴더를 고르고 남은 공간이 있는지 확인하십시오.</translation>
    </message>
    <message>
        <source>The file is damaged or of another format: copy or export it again.</source>
        <translation>파일이 손상되었거나 다른 형식입니다. 다시 복사하거나 내보내십시오.</translation>
    </message>
    <message>
        <source>Export the model in another way or with another opset, or leave this part out.</source>
        <translation>모델을 다른 방법이나 다른 opset으로 내보내거나 이 부분을 빼십시오.</translation>
    </message>
    <message>
        <source>Prepare the data so that its shape is the one the model asks for (guide: Data).</source>
        <translation>데이터의 모양을 모델이 요구하는 대로 준비하십시오(안내서: 데이터).</translation>
    </message>
    <message>
        <source>Convert the data to the element type the model asks for (guide: Data).</source>
        <translation>데이터를 모델이 요구하는 원소 형식으로 바꾸십시오(안내서: 데이터).</translation>
    </message>
    <message>
        <source>Close other programs, use fewer samples, or give less memory to what-if results (Analyze).</source>
        <translation>다른 프로그램을 닫거나, 샘플 수를 줄이거나, 가정 결과에 쓰는 메모리를 줄이십시오(분석 메뉴).</translation>
    </message>
    <message>
        <source>This is a fault of the program: please report it with this text and the model.</source>
        <translation>프로그램의 결함입니다. 이 글과 모델을 함께 알려 주십시오.</translation>
    </message>
</context>
<context>
    <name>PlotExport</name>
    <message>
        <source>%1: a plot is saved as .png, .svg or .pdf, not as &quot;.%2&quot;.</source>
        <translation>%1: 그림은 .png, .svg, .pdf로 저장할 수 있으며 &quot;.%2&quot;로는 저장할 수 없습니다.</translation>
    </message>
    <message>
        <source>%1: the plot could not be drawn.</source>
        <translation>%1: 그림을 그릴 수 없습니다.</translation>
    </message>
    <message>
        <source>%1: could not be written: %2.</source>
        <translation>%1: 쓸 수 없습니다: %2.</translation>
    </message>
</context>
<context>
    <name>Plugins</name>
    <message>
        <source>an integer from %1 to %2</source>
        <translation>%1부터 %2까지의 정수</translation>
    </message>
    <message>
        <source>an integer of at least %1</source>
        <translation>%1 이상의 정수</translation>
    </message>
    <message>
        <source>an integer of at most %1</source>
        <translation>%1 이하의 정수</translation>
    </message>
    <message>
        <source>an integer</source>
        <translation>정수</translation>
    </message>
    <message>
        <source>a number from %1 to %2</source>
        <translation>%1부터 %2까지의 수</translation>
    </message>
    <message>
        <source>a number of at least %1</source>
        <translation>%1 이상의 수</translation>
    </message>
    <message>
        <source>a number of at most %1</source>
        <translation>%1 이하의 수</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>수</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 또는 false</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>%1 중 하나</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>텍스트</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is &apos;%2&apos;, but has to be %3</source>
        <translation>&apos;%1&apos;에 &apos;%2&apos; 값은 쓸 수 없습니다. 쓸 수 있는 값: %3</translation>
    </message>
    <message>
        <source>unknown parameter &apos;%1&apos;; there are none to set</source>
        <translation>&apos;%1&apos; 매개변수를 알 수 없습니다. 정할 수 있는 매개변수가 없습니다</translation>
    </message>
    <message>
        <source>unknown parameter &apos;%1&apos;; did you mean &apos;%2&apos;?</source>
        <translation>&apos;%1&apos; 매개변수를 알 수 없습니다. &apos;%2&apos; 매개변수를 뜻합니까?</translation>
    </message>
    <message>
        <source>unknown parameter &apos;%1&apos;; there are %2</source>
        <translation>&apos;%1&apos; 매개변수를 알 수 없습니다. 있는 매개변수: %2</translation>
    </message>
    <message>
        <source>a parameter is declared with the name &apos;%1&apos;</source>
        <translation>매개변수의 이름이 &apos;%1&apos; 꼴로 선언되었습니다</translation>
    </message>
    <message>
        <source>the parameter &apos;%1&apos; is declared twice</source>
        <translation>&apos;%1&apos; 매개변수가 두 번 선언되었습니다</translation>
    </message>
    <message>
        <source>the default of &apos;%1&apos; is &apos;%2&apos;, but has to be %3</source>
        <translation>&apos;%1&apos;의 기본값으로 &apos;%2&apos; 값은 쓸 수 없습니다. 쓸 수 있는 값: %3</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is not of the form key=value</source>
        <translation>&apos;%1&apos; 부분이 키=값 형식이 아닙니다</translation>
    </message>
    <message>
        <source>%1 leaves the model as it is</source>
        <translation>%1: 모델을 그대로 둡니다</translation>
    </message>
    <message>
        <source>it was built for version &apos;%1&apos; of the interface for methods, and this program has version %2: build it again</source>
        <translation>방법 인터페이스의 &apos;%1&apos; 버전으로 만든 플러그인인데, 이 프로그램에는 %2 버전이 있습니다. 다시 빌드하십시오</translation>
    </message>
    <message>
        <source>it was built for version &apos;%1&apos; of the interface for metrics, and this program has version %2: build it again</source>
        <translation>지표 인터페이스의 &apos;%1&apos; 버전으로 만든 플러그인인데, 이 프로그램에는 %2 버전이 있습니다. 다시 빌드하십시오</translation>
    </message>
    <message>
        <source>it is the plugin of another program, with the interface &apos;%1&apos;</source>
        <translation>다른 프로그램의 플러그인입니다(인터페이스: &apos;%1&apos;)</translation>
    </message>
    <message>
        <source>its metadata has no text for &apos;%1&apos;</source>
        <translation>메타데이터에 &apos;%1&apos; 항목의 텍스트가 없습니다</translation>
    </message>
    <message>
        <source>its name &apos;%1&apos; is not made of letters, digits and &apos;-&apos;</source>
        <translation>&apos;%1&apos; 이름에 영문자, 숫자, &apos;-&apos; 말고 다른 문자가 있습니다</translation>
    </message>
    <message>
        <source>its &quot;better&quot; is &apos;%1&apos;, neither &apos;higher&apos; nor &apos;lower&apos;</source>
        <translation>&quot;better&quot; 값 &apos;%1&apos;의 자리에는 &apos;higher&apos; 또는 &apos;lower&apos;만 올 수 있습니다</translation>
    </message>
    <message>
        <source>it is no plugin</source>
        <translation>플러그인이 아닙니다</translation>
    </message>
    <message>
        <source>there is no method &apos;%1&apos;; no method is there at all</source>
        <translation>&apos;%1&apos; 방법이 없습니다. 방법이 하나도 없습니다</translation>
    </message>
    <message>
        <source>there is no method &apos;%1&apos;; there are %2</source>
        <translation>&apos;%1&apos; 방법이 없습니다. 있는 방법: %2</translation>
    </message>
    <message>
        <source>there is no metric &apos;%1&apos;; no metric is there at all</source>
        <translation>&apos;%1&apos; 지표가 없습니다. 지표가 하나도 없습니다</translation>
    </message>
    <message>
        <source>there is no metric &apos;%1&apos;; there are %2</source>
        <translation>&apos;%1&apos; 지표가 없습니다. 있는 지표: %2</translation>
    </message>
    <message>
        <source>its class is no method though its metadata says so: Q_INTERFACES is missing</source>
        <translation>메타데이터에는 방법이라고 되어 있지만 클래스가 방법이 아닙니다. Q_INTERFACES가 없습니다</translation>
    </message>
    <message>
        <source>its class is no metric though its metadata says so: Q_INTERFACES is missing</source>
        <translation>메타데이터에는 지표라고 되어 있지만 클래스가 지표가 아닙니다. Q_INTERFACES가 없습니다</translation>
    </message>
    <message>
        <source>the name &apos;%1&apos; is taken by a built-in plugin</source>
        <translation>&apos;%1&apos; 이름은 내장 플러그인이 이미 쓰고 있습니다</translation>
    </message>
    <message>
        <source>the name &apos;%1&apos; is taken by &apos;%2&apos;</source>
        <translation>&apos;%1&apos; 이름은 &apos;%2&apos; 파일이 이미 쓰고 있습니다</translation>
    </message>
    <message>
        <source>it failed when it was loaded: %1</source>
        <translation>불러오는 중에 실패했습니다: %1</translation>
    </message>
    <message>
        <source>it failed when it was loaded</source>
        <translation>불러오는 중에 실패했습니다</translation>
    </message>
    <message>
        <source>there is not enough memory for this</source>
        <translation>이 작업을 하기에 메모리가 모자랍니다</translation>
    </message>
    <message>
        <source>the plugin failed: %1</source>
        <translation>플러그인이 실패했습니다: %1</translation>
    </message>
    <message>
        <source>the plugin failed without saying why</source>
        <translation>플러그인이 이유를 알리지 않고 실패했습니다</translation>
    </message>
    <message>
        <source>the metric &apos;%1&apos; failed: %2</source>
        <translation>&apos;%1&apos; 지표가 실패했습니다: %2</translation>
    </message>
    <message>
        <source>the method&apos;s config does not fit the model: %1</source>
        <translation>방법이 낸 구성이 모델과 맞지 않습니다: %1</translation>
    </message>
    <message>
        <source>the plugin gave no metric</source>
        <translation>플러그인이 지표를 내놓지 않았습니다</translation>
    </message>
</context>
<context>
    <name>PreviewText</name>
    <message>
        <source>median tensor</source>
        <translation>중앙값 텐서</translation>
    </message>
    <message>
        <source>one tensor in ten is below</source>
        <translation>하위 10 % 텐서</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>range seen</source>
        <translation>관측한 범위</translation>
    </message>
    <message>
        <source>%1 %2, from %3 to %4, mean %5, deviation %6</source>
        <translation>%1 %2, %3부터 %4까지, 평균 %5, 표준편차 %6</translation>
    </message>
</context>
<context>
    <name>Prices</name>
    <message>
        <source>%1 bit operations</source>
        <translation>비트 연산 %1</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>If quantized: %1</source>
        <translation>양자화하면: %1</translation>
    </message>
    <message>
        <source>If kept in floating point: %1</source>
        <translation>부동소수점으로 두면: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 conversion(s)</source>
        <translation>
            <numerusform>변환 %1회</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Float</source>
        <comment>Accessible name for button undocking a dock widget (floating state)</comment>
        <translation>창 띄우기</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>Accessible name for button closing a dock widget</comment>
        <translation>닫기</translation>
    </message>
</context>
<context>
    <name>Quantization</name>
    <message>
        <source>%1 matches no layer</source>
        <translation>%1: 맞는 레이어가 없습니다</translation>
    </message>
    <message>
        <source>%1 matches no layer; %2</source>
        <translation>%1: 맞는 레이어가 없습니다. %2</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; quantizes no such input, only its weight</source>
        <translation>레이어 &apos;%1&apos;에서는 그런 입력을 양자화하지 않고 가중치만 양자화합니다</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; quantizes no such input, only %2</source>
        <translation>레이어 &apos;%1&apos;에서는 그런 입력을 양자화하지 않습니다. 양자화하는 입력: %2</translation>
    </message>
    <message>
        <source>%1 is outside %2 to %3</source>
        <translation>%1: %2~%3 범위를 벗어났습니다</translation>
    </message>
    <message>
        <source>%1 is no scale: a number above 0 that float32 holds</source>
        <translation>%1: 스케일이 될 수 없습니다. 스케일은 float32로 나타낼 수 있는 0보다 큰 수입니다</translation>
    </message>
    <message>
        <source>[%1, %2] is no range: two finite numbers, the smaller first</source>
        <translation>[%1, %2]: 범위가 아닙니다. 범위는 유한한 수 두 개이며 작은 수가 먼저입니다</translation>
    </message>
    <message>
        <source>%1 is outside (50, 100]</source>
        <translation>%1: (50, 100] 범위를 벗어났습니다</translation>
    </message>
    <message>
        <source>activations have no blocks, they can be per-tensor or per-channel</source>
        <translation>활성값에는 블록이 없습니다. per-tensor나 per-channel만 쓸 수 있습니다</translation>
    </message>
    <message>
        <source>%1 is outside (0, 1]</source>
        <translation>%1: (0, 1] 범위를 벗어났습니다</translation>
    </message>
    <message>
        <source>the calibrator given is for activations, weights have their own scales</source>
        <translation>캘리브레이터 given은 활성값에 쓰는 것이며, 가중치에는 자체 스케일이 있습니다</translation>
    </message>
    <message>
        <source>a codebook has no scale that could be given</source>
        <translation>코드북에는 지정할 스케일이 없습니다</translation>
    </message>
    <message>
        <source>the calibrator given needs scales</source>
        <translation>캘리브레이터 given에는 스케일이 필요합니다</translation>
    </message>
    <message>
        <source>a quantizer per tensor takes one scale, not %1</source>
        <translation>텐서별 양자화기의 스케일은 1개여야 하는데 %1개입니다</translation>
    </message>
    <message>
        <source>there are %1 scales and %2 zero points</source>
        <translation>스케일은 %1개인데 영점은 %2개입니다</translation>
    </message>
    <message>
        <source>a symmetric quantizer and one that is not evenly spaced have no zero point</source>
        <translation>대칭 양자화기와 간격이 고르지 않은 양자화기에는 영점이 없습니다</translation>
    </message>
    <message>
        <source>zero points per channel are whole numbers, not %1</source>
        <translation>채널별 영점은 정수여야 합니다: %1</translation>
    </message>
    <message>
        <source>the calibrator manual needs a range</source>
        <translation>캘리브레이터 manual에는 범위가 필요합니다</translation>
    </message>
    <message>
        <source>a codebook has 2 to 8 bits, not %1</source>
        <translation>코드북은 2~8비트여야 하는데 %1비트입니다</translation>
    </message>
    <message>
        <source>a codebook is per-tensor or per-channel, it would be larger than its block</source>
        <translation>코드북은 per-tensor나 per-channel이어야 합니다. 블록마다 두면 블록보다 커집니다</translation>
    </message>
    <message>
        <source>activations can have a codebook per tensor only</source>
        <translation>활성값의 코드북은 텐서별로만 둘 수 있습니다</translation>
    </message>
    <message>
        <source>weights of layer &apos;%1&apos;</source>
        <translation>레이어 &apos;%1&apos;의 가중치</translation>
    </message>
    <message>
        <source>activations of layer &apos;%1&apos;</source>
        <translation>레이어 &apos;%1&apos;의 활성값</translation>
    </message>
    <message>
        <source>input %1 of layer &apos;%2&apos;</source>
        <translation>레이어 &apos;%2&apos;의 입력 %1</translation>
    </message>
    <message>
        <source>takes exactly one of name, regex, op and block, has %1</source>
        <translation>name, regex, op, block 가운데 정확히 하나가 있어야 하는데 %1개 있습니다</translation>
    </message>
    <message>
        <source>takes two numbers, has %1</source>
        <translation>수가 두 개 있어야 하는데 %1개 있습니다</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is none of %2</source>
        <translation>&quot;%1&quot;: 쓸 수 있는 값이 아닙니다. 쓸 수 있는 값: %2</translation>
    </message>
    <message>
        <source>is no number of an input: 0, 1, ...</source>
        <translation>입력 번호가 아닙니다: 0, 1, ...</translation>
    </message>
    <message>
        <source>%1 is unknown, this program reads version 1</source>
        <translation>%1: 알 수 없는 버전입니다. 이 프로그램은 버전 1을 읽습니다</translation>
    </message>
    <message>
        <source>the regular expression is invalid: %1</source>
        <translation>정규식이 잘못되었습니다: %1</translation>
    </message>
    <message>
        <source>it is longer than %1 characters</source>
        <translation>%1자보다 깁니다</translation>
    </message>
    <message>
        <source>it occurs inside &quot;%1&quot;, but must match a whole name (try &quot;.*%2.*&quot;)</source>
        <translation>&quot;%1&quot; 안에 나오지만 이름 전체가 맞아야 합니다(시도해 볼 것: &quot;.*%2.*&quot;)</translation>
    </message>
    <message>
        <source>the layers&apos; operators are %1</source>
        <translation>레이어의 연산자: %1</translation>
    </message>
    <message>
        <source>the nearest block is &quot;%1&quot;</source>
        <translation>가장 비슷한 블록: &quot;%1&quot;</translation>
    </message>
    <message>
        <source>the nearest layer name is &quot;%1&quot;</source>
        <translation>가장 비슷한 레이어 이름: &quot;%1&quot;</translation>
    </message>
    <message>
        <source>a quantizer with channels on axis %1 does not fit a tensor of rank %2</source>
        <translation>채널이 %1번 축에 있는 양자화기는 %2차원 텐서에 맞지 않습니다</translation>
    </message>
    <message>
        <source>a quantizer with %1 scales does not fit a tensor with %2 channels on axis %3</source>
        <translation>스케일이 %1개인 양자화기는 %3번 축에 채널이 %2개인 텐서에 맞지 않습니다</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has no channels, it can be quantized per tensor only</source>
        <translation>텐서 &apos;%1&apos;에는 채널이 없어 텐서별로만 양자화할 수 있습니다</translation>
    </message>
    <message>
        <source>%1 scales are given for tensor &apos;%2&apos;, which has %3 channels</source>
        <translation>텐서 &apos;%2&apos;에 스케일 %1개가 지정되었지만 채널은 %3개입니다</translation>
    </message>
    <message>
        <source>%1 scales are given for tensor &apos;%2&apos;, which has one</source>
        <translation>텐서 &apos;%2&apos;에 스케일 %1개가 지정되었지만 필요한 것은 1개입니다</translation>
    </message>
</context>
<context>
    <name>QuantizerText</name>
    <message>
        <source>%1 bits, scale a power of two</source>
        <translation>%1비트, 스케일은 2의 거듭제곱</translation>
    </message>
    <message>
        <source>%1 bits, powers of two</source>
        <translation>%1비트, 2의 거듭제곱</translation>
    </message>
    <message>
        <source>%1 bits, powers of √2</source>
        <translation>%1비트, √2의 거듭제곱</translation>
    </message>
    <message>
        <source>%1 bits, two ranges</source>
        <translation>%1비트, 두 구간</translation>
    </message>
    <message>
        <source>FP8 E4M3</source>
        <translation>FP8 E4M3</translation>
    </message>
    <message>
        <source>FP8 E5M2</source>
        <translation>FP8 E5M2</translation>
    </message>
    <message>
        <source>codebook of %1 values</source>
        <translation>값 %1개의 코드북</translation>
    </message>
    <message>
        <source>%1 bits, symmetric</source>
        <translation>%1비트, 대칭</translation>
    </message>
    <message>
        <source>%1 bits, asymmetric</source>
        <translation>%1비트, 비대칭</translation>
    </message>
    <message>
        <source>%1, per block: %2 scales from %3 to %4</source>
        <translation>%1, 블록별: 스케일 %2개, %3~%4</translation>
    </message>
    <message>
        <source>%1, per channel: %2 scales from %3 to %4</source>
        <translation>%1, 채널별: 스케일 %2개, %3~%4</translation>
    </message>
    <message>
        <source>%1, per channel</source>
        <translation>%1, 채널별</translation>
    </message>
    <message>
        <source>%1: covers %2 to %3</source>
        <translation>%1: %2~%3 범위</translation>
    </message>
    <message>
        <source>%1: scale %2, zero point %3, covers %4 to %5</source>
        <translation>%1: 스케일 %2, 영점 %3, 표현 범위 %4~%5</translation>
    </message>
    <message>
        <source>clipped %1 · error (RMS): rounding %2, clipping %3 · local SQNR %4, from the histogram</source>
        <translation>잘린 비율 %1 · 오차(RMS): 반올림 %2, 클리핑 %3 · 국소 SQNR %4(히스토그램 기준)</translation>
    </message>
</context>
<context>
    <name>RepQ-ViT</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1~%2</translation>
    </message>
    <message>
        <source>Weights at %1 bits, activations at %2, calibrated on %3 samples. The scales of %4 normalizations are moved into them and into the layers behind; %5 softmax outputs are quantized as %6.</source>
        <translation>가중치 %1비트, 활성값 %2비트이며 샘플 %3개로 캘리브레이션했습니다. 정규화 %4개의 스케일을 정규화와 그 뒤의 레이어로 옮겼고, 소프트맥스 출력 %5개는 %6 방식으로 양자화합니다.</translation>
    </message>
    <message>
        <source>Mean zero points are not rounded, so the model cannot run on integers.</source>
        <translation>평균 영점을 반올림하지 않으므로 모델을 정수로 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>Activations after normalizations</source>
        <translation>정규화 뒤의 활성값</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>output SQNR</source>
        <translation>출력 SQNR</translation>
    </message>
    <message>
        <source>agreement</source>
        <translation>일치율</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>not at all</source>
        <translation>하지 않음</translation>
    </message>
    <message>
        <source>Inter-channel variation: widest channel over the median one</source>
        <translation>채널 사이의 차이: 가장 넓은 채널 ÷ 중앙값 채널</translation>
    </message>
    <message>
        <source>normalization</source>
        <translation>정규화</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>채널 수</translation>
    </message>
    <message>
        <source>before</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>after</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>shared scale</source>
        <translation>공유 스케일</translation>
    </message>
    <message>
        <source>zero point</source>
        <translation>영점</translation>
    </message>
    <message>
        <source>Range of the channels after %1</source>
        <translation>%1 뒤 채널의 범위</translation>
    </message>
    <message>
        <source>channel, widest first</source>
        <translation>채널, 넓은 것부터</translation>
    </message>
    <message>
        <source>range</source>
        <translation>범위</translation>
    </message>
    <message>
        <source>Codes of the softmax quantizers at %1 bits</source>
        <translation>%1비트에서 소프트맥스 양자화기의 코드</translation>
    </message>
    <message>
        <source>product</source>
        <translation>곱</translation>
    </message>
    <message>
        <source>%1: becomes 0</source>
        <translation>%1: 0이 됨</translation>
    </message>
    <message>
        <source>used</source>
        <translation>쓰는 코드</translation>
    </message>
    <message>
        <source>code, largest value first</source>
        <translation>코드, 큰 값부터</translation>
    </message>
    <message>
        <source>share</source>
        <translation>비율</translation>
    </message>
    <message>
        <source>Codes of the softmax before %1</source>
        <translation>%1 앞 소프트맥스의 코드</translation>
    </message>
    <message>
        <source>Left as it is: %1.</source>
        <translation>그대로 둠: %1.</translation>
    </message>
    <message>
        <source>rules of the config about quantizers were left out, as RepQ-ViT sets its own; those about floating point stay</source>
        <translation>RepQ-ViT가 양자화기를 스스로 정하므로 구성에서 양자화기에 관한 규칙은 뺐습니다. 부동소수점에 관한 규칙은 그대로입니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; has no histograms per channel (above 4096 channels, or no sample reached it)</source>
        <translation>정규화 &apos;%1&apos;에는 채널별 히스토그램이 없습니다(채널이 4096개를 넘거나 닿은 샘플이 없음)</translation>
    </message>
    <message>
        <source>layer-wise</source>
        <translation>레이어별</translation>
    </message>
    <message>
        <source>channel-wise</source>
        <translation>채널별</translation>
    </message>
    <message>
        <source>reparameterised</source>
        <translation>재매개변수화</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>균일</translation>
    </message>
    <message>
        <source>twin-range</source>
        <translation>두 구간</translation>
    </message>
    <message>
        <source>log-sqrt2 in base 2</source>
        <translation>밑이 2인 log-sqrt2</translation>
    </message>
    <message>
        <source>there is nothing for RepQ-ViT to do: no normalization&apos;s scale can be moved, and no softmax is seen</source>
        <translation>RepQ-ViT가 할 일이 없습니다. 스케일을 옮길 수 있는 정규화도, 보이는 소프트맥스도 없습니다</translation>
    </message>
    <message>
        <source>there is nothing for RepQ-ViT to do: no normalization&apos;s scale can be moved, and no softmax is seen; %1</source>
        <translation>RepQ-ViT가 할 일이 없습니다. 스케일을 옮길 수 있는 정규화도, 보이는 소프트맥스도 없습니다. %1</translation>
    </message>
    <message>
        <source>Bits of the weights; 0 takes those of the config.</source>
        <translation>가중치의 비트 수입니다. 0이면 구성의 값을 씁니다.</translation>
    </message>
    <message>
        <source>Bits of the activations; 0 takes those of the config.</source>
        <translation>활성값의 비트 수입니다. 0이면 구성의 값을 씁니다.</translation>
    </message>
    <message>
        <source>Calibration samples, from the first on; 0 takes all.</source>
        <translation>첫 샘플부터 세어 캘리브레이션에 쓸 샘플 수입니다. 0이면 모두 씁니다.</translation>
    </message>
    <message>
        <source>Powers of the square root of two, as published.</source>
        <translation>논문대로 √2의 거듭제곱입니다.</translation>
    </message>
    <message>
        <source>Powers of two.</source>
        <translation>2의 거듭제곱입니다.</translation>
    </message>
    <message>
        <source>Two ranges with steps of their own, as in PTQ4ViT.</source>
        <translation>PTQ4ViT처럼 각자의 간격을 가진 두 구간입니다.</translation>
    </message>
    <message>
        <source>Evenly spaced, like all other activations.</source>
        <translation>다른 모든 활성값처럼 균등 간격입니다.</translation>
    </message>
    <message>
        <source>How the outputs of softmax are quantized.</source>
        <translation>소프트맥스의 출력을 양자화하는 방식입니다.</translation>
    </message>
    <message>
        <source>Rounds the mean zero point, so that the codes are those of the channels and integers; the released code does not.</source>
        <translation>평균 영점을 반올림하여 코드가 채널의 코드와 같고 정수가 되게 합니다. 공개된 코드는 반올림하지 않습니다.</translation>
    </message>
    <message>
        <source>Also moves the scales of the normalization before the last layer.</source>
        <translation>마지막 레이어 앞 정규화의 스케일도 옮깁니다.</translation>
    </message>
    <message>
        <source>Measures layer-wise, channel-wise and reparameterised quantization.</source>
        <translation>레이어별, 채널별, 재매개변수화 양자화를 측정합니다.</translation>
    </message>
    <message>
        <source>the model has neither normalizations of channels nor attention</source>
        <translation>모델에 채널의 정규화도 어텐션도 없습니다</translation>
    </message>
    <message>
        <source>1 bit is too few: 2 to 8, or 0 for those of the config</source>
        <translation>1비트는 너무 적습니다. 2~8, 또는 구성의 값을 쓰려면 0이어야 합니다</translation>
    </message>
    <message>
        <source>In floating point the rewritten model differs from the original by at most %1 of the largest output: nothing else has changed.</source>
        <translation>부동소수점에서 다시 쓴 모델과 원래 모델의 차이는 가장 큰 출력의 %1배 이하입니다. 다른 것은 바뀌지 않았습니다.</translation>
    </message>
    <message>
        <source>in floating point the rewritten model differs from the original by %1 of the largest output, more than rounding usually does (1e-5)</source>
        <translation>부동소수점에서 다시 쓴 모델과 원래 모델의 차이가 가장 큰 출력의 %1배로, 반올림으로 흔히 생기는 차이(1e-5)보다 큽니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; stands before the last layer, where the published method keeps one quantizer for the whole tensor</source>
        <translation>정규화 &apos;%1&apos;의 자리는 마지막 레이어 앞이며, 논문의 방법은 여기서 텐서 전체에 양자화기 하나를 둡니다</translation>
    </message>
    <message>
        <source>attention &apos;%1&apos; is one operator that keeps its softmax to itself, so the probabilities stay in floating point</source>
        <translation>어텐션 &apos;%1&apos;의 소프트맥스는 연산자 하나 안에 있어 밖에서 보이지 않으므로, 확률은 부동소수점으로 남습니다</translation>
    </message>
    <message>
        <source>calibration with %1 samples is left out: there are %2</source>
        <translation>샘플 %1개로 하는 캘리브레이션은 뺐습니다. 샘플이 %2개뿐입니다</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>variant</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>reparameterised is %1 dB above channel-wise, outside its error</source>
        <translation>재매개변수화는 채널별보다 %1 dB 높고 오차 범위를 벗어납니다</translation>
    </message>
    <message>
        <source>reparameterised is %1 dB below channel-wise, outside its error</source>
        <translation>재매개변수화는 채널별보다 %1 dB 낮고 오차 범위를 벗어납니다</translation>
    </message>
    <message>
        <source>reparameterised is %1 dB above channel-wise, within its error</source>
        <translation>재매개변수화는 채널별보다 %1 dB 높지만 오차 범위 안입니다</translation>
    </message>
    <message>
        <source>reparameterised is %1 dB below channel-wise, within its error</source>
        <translation>재매개변수화는 채널별보다 %1 dB 낮지만 오차 범위 안입니다</translation>
    </message>
    <message>
        <source>the intervals are apart</source>
        <translation>구간이 떨어져 있음</translation>
    </message>
    <message>
        <source>the intervals overlap</source>
        <translation>구간이 겹침</translation>
    </message>
    <message>
        <source>one sample has no interval</source>
        <translation>샘플 하나로는 구간이 없음</translation>
    </message>
    <message>
        <source>channel-wise is %1 dB above layer-wise (%2)</source>
        <translation>채널별은 레이어별보다 %1 dB 높습니다(%2)</translation>
    </message>
    <message>
        <source>channel-wise is %1 dB below layer-wise (%2)</source>
        <translation>채널별은 레이어별보다 %1 dB 낮습니다(%2)</translation>
    </message>
    <message>
        <source>So the weights are not all that it loses in.</source>
        <translation>따라서 손실이 가중치에서만 생기는 것은 아닙니다.</translation>
    </message>
    <message>
        <source>So what it loses is lost in the weights: the scales moved into them make their columns differ in range.</source>
        <translation>따라서 손실은 가중치에서 생깁니다. 가중치로 옮긴 스케일 때문에 열마다 범위가 달라집니다.</translation>
    </message>
    <message>
        <source>%1: with weights of %2 bits %3. %4</source>
        <translation>%1: 가중치가 %2비트이면 %3. %4</translation>
    </message>
    <message>
        <source>No normalization&apos;s scale can be moved, so all three are the same.</source>
        <translation>스케일을 옮길 수 있는 정규화가 없어 셋이 모두 같습니다.</translation>
    </message>
    <message>
        <source>%1: %2; %3.</source>
        <translation>%1: %2. %3.</translation>
    </message>
    <message>
        <source>Vision transformer study of %1</source>
        <translation>%1의 비전 트랜스포머 실험</translation>
    </message>
    <message>
        <source>%1 samples; 95 % intervals from drawing the samples again (bootstrap).</source>
        <translation>샘플 %1개, 샘플을 다시 뽑아(부트스트랩) 얻은 95 % 구간입니다.</translation>
    </message>
    <message>
        <source>Accuracy in floating point: %1 %.</source>
        <translation>부동소수점에서의 정확도: %1 %.</translation>
    </message>
    <message>
        <source>The same with weights of 8 bits</source>
        <translation>가중치가 8비트일 때의 같은 비교</translation>
    </message>
    <message>
        <source>Outputs of softmax, reparameterised normalizations</source>
        <translation>소프트맥스의 출력, 재매개변수화한 정규화</translation>
    </message>
    <message>
        <source>The base-2 form of log-sqrt2 (a shift and one of two scales per element) gives the same numbers to the bit, so it is not measured again.</source>
        <translation>log-sqrt2를 밑 2로 나타낸 꼴(원소마다 시프트 하나와 두 스케일 중 하나)은 비트까지 같은 수를 내므로 다시 측정하지 않습니다.</translation>
    </message>
    <message>
        <source>Outputs of softmax</source>
        <translation>소프트맥스의 출력</translation>
    </message>
    <message>
        <source>Calibration samples</source>
        <translation>캘리브레이션 샘플</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no pair of bits as 4/8, from 2 to 16 each</source>
        <translation>&quot;%1&quot; 부분이 4/8처럼 2부터 16까지의 비트 수 두 개가 아닙니다</translation>
    </message>
    <message>
        <source>Bits of weights and activations, from 2 to 16 each.</source>
        <translation>가중치와 활성값의 비트 수이며 각각 2부터 16까지입니다.</translation>
    </message>
    <message>
        <source>Numbers of calibration samples to compare, at the first bits.</source>
        <translation>첫 비트 수에서 비교할 캘리브레이션 샘플 수입니다.</translation>
    </message>
    <message>
        <source>Calibration samples everywhere else.</source>
        <translation>나머지 모든 곳에서 쓰는 캘리브레이션 샘플 수입니다.</translation>
    </message>
    <message>
        <source>Does not round the mean zero points, as in the released code.</source>
        <translation>공개된 코드처럼 평균 영점을 반올림하지 않습니다.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no number of samples</source>
        <translation>&quot;%1&quot; 부분이 샘플 수가 아닙니다</translation>
    </message>
</context>
<context>
    <name>Report</name>
    <message>
        <source>row %1 of the table &apos;%2&apos; has %3 cells for %4 columns</source>
        <translation>표 &apos;%2&apos;의 %1번 행은 열 %4개에 칸이 %3개입니다</translation>
    </message>
    <message>
        <source>%1 has the value %2 on a logarithmic axis</source>
        <translation>%1에는 로그 축에 놓을 수 없는 값이 있습니다: %2</translation>
    </message>
    <message>
        <source>the series &apos;%1&apos; of the chart &apos;%2&apos;</source>
        <translation>차트 &apos;%2&apos;의 계열 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>%1 has %2 x for %3 y</source>
        <translation>%1에는 y가 %3개인데 x가 %2개 있습니다</translation>
    </message>
    <message>
        <source>%1 has a confidence band of another length</source>
        <translation>%1의 신뢰 구간 길이가 다릅니다</translation>
    </message>
    <message>
        <source>the confidence band of %1</source>
        <translation>%1의 신뢰 구간</translation>
    </message>
    <message>
        <source>the heat map &apos;%1&apos;</source>
        <translation>히트맵 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>%1 has %2 values in %3 columns</source>
        <translation>%1에는 열 %3개에 값이 %2개 있습니다</translation>
    </message>
    <message>
        <source>%1 names its values, which are numbers</source>
        <translation>%1의 값은 수이므로 이름을 붙일 수 없습니다</translation>
    </message>
    <message>
        <source>a report ends in .html, .json or .txt</source>
        <translation>보고서 파일은 .html, .json, .txt로 끝나야 합니다</translation>
    </message>
    <message>
        <source>the folder cannot be made: %1</source>
        <translation>폴더를 만들 수 없습니다: %1</translation>
    </message>
    <message>
        <source>en</source>
        <translation>ko</translation>
    </message>
    <message>
        <source>from</source>
        <translation>하한</translation>
    </message>
    <message>
        <source>to</source>
        <translation>상한</translation>
    </message>
    <message>
        <source>%1, %2 of %3 points</source>
        <translation>%1, 점 %3개 중 %2개</translation>
    </message>
    <message>
        <source>%1 from %2 to %3</source>
        <translation>%1 %2~%3</translation>
    </message>
</context>
<context>
    <name>ReportPdf</name>
    <message>
        <source>page %1 of %2</source>
        <translation>%2쪽 중 %1쪽</translation>
    </message>
    <message>
        <source>Quantoscope report of %1</source>
        <translation>%1의 Quantoscope 보고서</translation>
    </message>
</context>
<context>
    <name>Rewriting</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1~%2</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>적용 전과 후</translation>
    </message>
    <message>
        <source>model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>output SQNR</source>
        <translation>출력 SQNR</translation>
    </message>
    <message>
        <source>agreement</source>
        <translation>일치율</translation>
    </message>
    <message>
        <source>before</source>
        <translation>적용 전</translation>
    </message>
    <message>
        <source>after</source>
        <translation>적용 후</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>In floating point the outputs of both models differ by at most %1 of the largest output.</source>
        <translation>부동소수점에서 두 모델의 출력 차이는 가장 큰 출력의 최대 %1배입니다.</translation>
    </message>
    <message>
        <source>%1 works on tensors that are no float32 in the file (&apos;%2&apos;), and changing them would round; convert the model to float32 first</source>
        <translation>%1에서 쓰는 텐서가 파일에서 float32가 아니어서(&apos;%2&apos;) 바꾸면 반올림됩니다. 먼저 모델을 float32로 변환하십시오</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; is no node of the file&apos;s main graph and cannot be rewritten</source>
        <translation>레이어 &apos;%1&apos;에 해당하는 노드가 파일의 주 그래프에 없어 다시 쓸 수 없습니다</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos;</source>
        <translation>레이어 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; has a bias that the model computes, so nothing can be added to it</source>
        <translation>레이어 &apos;%1&apos;의 편향은 모델이 계산하는 값이라 더할 수 없습니다</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; multiplies its product or its bias by a factor (alpha, beta), so nothing can be added to its bias</source>
        <translation>레이어 &apos;%1&apos;에서는 곱이나 편향에 계수(alpha, beta)를 곱하므로 편향에 더할 수 없습니다</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; has a bias of %2 numbers for %3 output channels</source>
        <translation>레이어 &apos;%1&apos;의 출력 채널은 %3개인데 편향의 수는 %2개입니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos;</source>
        <translation>정규화 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; has a shift but no scale</source>
        <translation>정규화 &apos;%1&apos;에 시프트는 있지만 스케일이 없습니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; is read by no layer with weights</source>
        <translation>정규화 &apos;%1&apos;의 출력을 읽는, 가중치 있는 레이어가 없습니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; is an output of the model, so its channels cannot be rescaled</source>
        <translation>정규화 &apos;%1&apos;의 출력은 모델의 출력이라 채널의 스케일을 바꿀 수 없습니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; is read inside the body of %2</source>
        <translation>정규화 &apos;%1&apos;의 출력을 %2의 본문 안에서 읽습니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; also feeds %2, which cannot take a scale per channel back (a post-norm block, or its output is added to something)</source>
        <translation>정규화 &apos;%1&apos;의 출력이 채널별 스케일을 되돌릴 수 없는 %2에도 들어갑니다(post-norm 블록이거나 출력이 다른 것에 더해집니다)</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; also feeds %2, which cannot take a scale per channel back</source>
        <translation>정규화 &apos;%1&apos;의 출력이 채널별 스케일을 되돌릴 수 없는 %2에도 들어갑니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; feeds %2, whose weight cannot take a scale per channel back</source>
        <translation>정규화 &apos;%1&apos;의 출력이 가중치로 채널별 스케일을 되돌릴 수 없는 %2에 들어갑니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; has %2 channels, but %3 sums over %4</source>
        <translation>정규화 &apos;%1&apos;의 채널은 %2개인데 %3에서 합하는 것은 %4개입니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; has a scale along other axes than the last</source>
        <translation>정규화 &apos;%1&apos;의 스케일이 마지막 축이 아닌 축에 있습니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; normalizes other axes than the last alone</source>
        <translation>정규화 &apos;%1&apos;에서 정규화하는 축이 마지막 축만이 아닙니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; is inside the body of a loop or branch</source>
        <translation>정규화 &apos;%1&apos;의 위치가 반복문이나 분기의 본문 안입니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; has a scale that the model computes</source>
        <translation>정규화 &apos;%1&apos;의 스케일은 모델이 계산하는 값입니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; is read by no layer that tells how many channels it has</source>
        <translation>정규화 &apos;%1&apos;의 출력을 읽는 레이어 가운데 채널 수를 알려 주는 것이 없습니다</translation>
    </message>
    <message>
        <source>the rewritten model has other outputs than the one before</source>
        <translation>다시 쓴 모델의 출력이 이전 모델과 다릅니다</translation>
    </message>
</context>
<context>
    <name>SampleImage</name>
    <message>
        <source>No input is an image: %1</source>
        <translation>이미지인 입력이 없습니다: %1</translation>
    </message>
</context>
<context>
    <name>Samples</name>
    <message>
        <source>Vision transformer, Fashion-MNIST</source>
        <translation>비전 트랜스포머, Fashion-MNIST</translation>
    </message>
    <message>
        <source>ResNet, Fashion-MNIST</source>
        <translation>ResNet, Fashion-MNIST</translation>
    </message>
    <message>
        <source>After LayerNorm one channel is 20 times as wide as the median one; most of what softmax gives is smaller than an 8-bit step</source>
        <translation>LayerNorm 뒤의 한 채널이 중앙값 채널보다 20배 넓고, 소프트맥스 출력의 대부분이 8비트의 한 단계보다 작습니다</translation>
    </message>
    <message>
        <source>Convolutions with BatchNorm: 8 bits change none of 256 answers; at 4 bits the first layer loses more than any other</source>
        <translation>BatchNorm이 있는 합성곱: 8비트는 답 256개 중 하나도 바꾸지 않고, 4비트에서는 첫 레이어가 가장 많이 잃습니다</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>a pair of the table names a layer or a choice that is not there, or has no finite loss</source>
        <translation>표의 쌍에 없는 레이어나 선택지가 있거나 손실이 유한하지 않습니다</translation>
    </message>
    <message>
        <source>tied layers must be there and have the same choices</source>
        <translation>묶인 레이어는 모두 있어야 하고 선택지가 같아야 합니다</translation>
    </message>
    <message>
        <source>there is nothing to choose between</source>
        <translation>고를 것이 없습니다</translation>
    </message>
    <message>
        <source>the table of losses holds a value that is not finite</source>
        <translation>손실 표에 유한하지 않은 값이 있습니다</translation>
    </message>
    <message>
        <source>the costs of budget &apos;%1&apos; are not those of the table&apos;s layers and choices</source>
        <translation>예산 &apos;%1&apos;의 비용이 표의 레이어·선택지와 맞지 않습니다</translation>
    </message>
    <message>
        <source>budget &apos;%1&apos; holds a value that is not finite</source>
        <translation>예산 &apos;%1&apos;에 유한하지 않은 값이 있습니다</translation>
    </message>
    <message>
        <source>even the cheapest choices take %1 %2, more than %3</source>
        <translation>가장 싼 선택도 %3보다 많이 듭니다: %1 %2</translation>
    </message>
    <message>
        <source>no choice keeps to the budgets</source>
        <translation>예산을 지키는 선택이 없습니다</translation>
    </message>
    <message>
        <source>there is no such layer</source>
        <translation>그런 레이어가 없습니다</translation>
    </message>
    <message>
        <source>layer &apos;%1&apos; is in floating point: there is nothing to cure</source>
        <translation>레이어 &apos;%1&apos;의 계산은 부동소수점이므로 처방할 것이 없습니다</translation>
    </message>
    <message>
        <source>the model has no layers to choose between</source>
        <translation>모델에 고를 레이어가 없습니다</translation>
    </message>
    <message>
        <source>bits %1: 2 to 16, or 32 for floating point</source>
        <translation>비트 %1: 2~16이거나, 부동소수점은 32여야 합니다</translation>
    </message>
    <message>
        <source>the genetic search keeps to a budget (bytes, bops, latency); this target is none</source>
        <translation>유전 탐색은 예산(bytes, bops, latency)을 지키는 방법인데 이 목표는 예산이 아닙니다</translation>
    </message>
    <message>
        <source>the sensitivity order does not choose bits within a budget; take greedy, genetic or ilp</source>
        <translation>민감도 순서로는 예산 안에서 비트를 고르지 못합니다. greedy, genetic, ilp 가운데 하나를 쓰십시오</translation>
    </message>
    <message>
        <source>no latency is known of layer &apos;%1&apos; at %2 bits</source>
        <translation>레이어 &apos;%1&apos;의 %2비트 지연 시간을 알 수 없습니다</translation>
    </message>
    <message>
        <source>the target %1 is not met with all layers in floating point either</source>
        <translation>모든 레이어를 부동소수점으로 두어도 목표 %1에 이르지 못합니다</translation>
    </message>
    <message>
        <source>target %1: %2</source>
        <translation>목표 %1: %2</translation>
    </message>
    <message>
        <source>a genetic search needs a population, generations and parents of at least 1 and a probability of mutation from 0 to 1</source>
        <translation>유전 탐색에는 1 이상의 개체 수, 세대 수, 부모 수와 0~1의 돌연변이 확률이 필요합니다</translation>
    </message>
    <message>
        <source>genetic search</source>
        <translation>유전 탐색</translation>
    </message>
    <message>
        <source>the integer program was not solved (GLPK code %1)</source>
        <translation>정수 계획을 풀지 못했습니다(GLPK 코드 %1)</translation>
    </message>
    <message>
        <source>pairs of layers</source>
        <translation>레이어 쌍</translation>
    </message>
    <message>
        <source>the most precise choices do not meet the target either</source>
        <translation>가장 정밀한 선택도 목표에 이르지 못합니다</translation>
    </message>
    <message>
        <source>cheapest bits that meet the target</source>
        <translation>목표에 이르는 가장 싼 비트</translation>
    </message>
    <message>
        <source>fewer bits, layer by layer</source>
        <translation>레이어마다 비트 줄이기</translation>
    </message>
    <message>
        <source>no layer can be timed: there are kernels for Conv, Gemm and MatMul only</source>
        <translation>시간을 잴 수 있는 레이어가 없습니다. 커널은 Conv, Gemm, MatMul에만 있습니다</translation>
    </message>
    <message>
        <source>layers back to floating point</source>
        <translation>레이어를 부동소수점으로 되돌리기</translation>
    </message>
    <message>
        <source>the target is not met with all layers in floating point either</source>
        <translation>모든 레이어를 부동소수점으로 두어도 목표에 이르지 못합니다</translation>
    </message>
    <message>
        <source>there is no order of layers to begin with</source>
        <translation>시작할 레이어 순서가 없습니다</translation>
    </message>
    <message>
        <source>target &apos;%1&apos;: %2</source>
        <translation>목표 &apos;%1&apos;: %2</translation>
    </message>
    <message>
        <source>wanted is one of sqnr=, drop=, agreement=, metric=, bytes=, bops=, latency= with a number</source>
        <translation>sqnr=, drop=, agreement=, metric=, bytes=, bops=, latency= 가운데 하나와 수가 있어야 합니다</translation>
    </message>
    <message>
        <source>there is no number behind &apos;=&apos;</source>
        <translation>&apos;=&apos; 뒤에 수가 없습니다</translation>
    </message>
    <message>
        <source>the number is negative</source>
        <translation>음수입니다</translation>
    </message>
    <message>
        <source>an accuracy drop needs labels</source>
        <translation>정확도 하락을 재려면 레이블이 필요합니다</translation>
    </message>
    <message>
        <source>a target on a figure of one&apos;s own needs that metric to be measured</source>
        <translation>나만의 지표를 목표로 하려면 그 지표를 재야 합니다</translation>
    </message>
</context>
<context>
    <name>SmoothQuant</name>
    <message>
        <source>there is no layer &apos;%1&apos;</source>
        <translation>&apos;%1&apos; 레이어가 없습니다</translation>
    </message>
    <message>
        <source>SmoothQuant moves scales from a normalization into &apos;%1&apos;, but %2</source>
        <translation>SmoothQuant는 정규화의 스케일을 &apos;%1&apos; 레이어로 옮기는 방법인데, %2</translation>
    </message>
    <message>
        <source>its operator %1 has no weight that takes them along its last axis</source>
        <translation>연산자 %1에는 마지막 축을 따라 스케일을 받을 가중치가 없습니다</translation>
    </message>
    <message>
        <source>it reads an input of the model</source>
        <translation>이 레이어는 모델의 입력을 읽습니다</translation>
    </message>
    <message>
        <source>it reads &apos;%1&apos; (%2), which is none</source>
        <translation>이 레이어가 읽는 &apos;%1&apos; (%2) 연산자는 정규화가 아닙니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; feeds layers in floating point, or none that was reached</source>
        <translation>정규화 &apos;%1&apos;의 출력을 읽는 레이어가 부동소수점이거나, 샘플이 닿은 레이어가 없습니다</translation>
    </message>
    <message>
        <source>normalization &apos;%1&apos; gains nothing, whatever alpha</source>
        <translation>정규화 &apos;%1&apos;에서는 alpha가 얼마든 얻는 것이 없습니다</translation>
    </message>
    <message>
        <source>the model has no normalization whose channels can be rescaled</source>
        <translation>모델에 채널의 스케일을 바꿀 수 있는 정규화가 없습니다</translation>
    </message>
    <message>
        <source>the model has no normalization whose channels can be rescaled; %1</source>
        <translation>모델에 채널의 스케일을 바꿀 수 있는 정규화가 없습니다. %1</translation>
    </message>
    <message>
        <source>Searches alpha for every normalization; otherwise all take the one below.</source>
        <translation>정규화마다 alpha를 탐색합니다. 끄면 모두 아래의 값을 씁니다.</translation>
    </message>
    <message>
        <source>How much of the difficulty moves into the weights: 0 none that activations have, 1 all.</source>
        <translation>양자화하기 어려운 정도를 가중치로 얼마나 옮기는지 정합니다. 0이면 활성값의 어려움을 하나도 옮기지 않고, 1이면 모두 옮깁니다.</translation>
    </message>
    <message>
        <source>Name of a layer, to smooth the normalization it reads alone; empty for all.</source>
        <translation>레이어의 이름입니다. 이 레이어가 읽는 정규화만 고르게 합니다. 비워 두면 모두에 적용합니다.</translation>
    </message>
    <message>
        <source>Measures the model before and after.</source>
        <translation>적용 전과 후의 모델을 측정합니다.</translation>
    </message>
    <message>
        <source>Normalizations</source>
        <translation>정규화</translation>
    </message>
    <message>
        <source>normalization</source>
        <translation>정규화</translation>
    </message>
    <message>
        <source>widest over median channel, before</source>
        <translation>가장 넓은 채널 ÷ 중앙값 채널, 이전</translation>
    </message>
    <message>
        <source>after</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>expected gain</source>
        <translation>예상 이득</translation>
    </message>
    <message>
        <source>Left as it is: %1.</source>
        <translation>그대로 둠: %1.</translation>
    </message>
</context>
<context>
    <name>StructureText</name>
    <message>
        <source>bias</source>
        <translation>편향</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>residual add</source>
        <translation>잔차 덧셈</translation>
    </message>
    <message>
        <source>skip concatenation</source>
        <translation>스킵 연결</translation>
    </message>
    <message>
        <source>input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>shortcut</source>
        <translation>숏컷</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>스케일</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>시프트</translation>
    </message>
    <message>
        <source>inside</source>
        <translation>내부</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>점수</translation>
    </message>
    <message>
        <source>probabilities</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>output</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>projection</source>
        <translation>투영</translation>
    </message>
    <message>
        <source>BatchNorm folded: %1</source>
        <translation>접힌 BatchNorm: %1</translation>
    </message>
    <message>
        <source>BatchNorm folded</source>
        <translation>BatchNorm 접힘</translation>
    </message>
</context>
<context>
    <name>TensorChoice</name>
    <message>
        <source>Input: %1</source>
        <translation>입력: %1</translation>
    </message>
    <message>
        <source>Input %1: %2</source>
        <translation>입력 %1: %2</translation>
    </message>
    <message>
        <source>Weight: %1</source>
        <translation>가중치: %1</translation>
    </message>
    <message>
        <source>Output: %1</source>
        <translation>출력: %1</translation>
    </message>
</context>
<context>
    <name>WindowCommands</name>
    <message>
        <source>Layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Folder for the plots</source>
        <translation>그림을 저장할 폴더</translation>
    </message>
    <message>
        <source>Plots written to %1</source>
        <translation>그림을 %1에 저장했습니다</translation>
    </message>
</context>
<context>
    <name>bias-correction</name>
    <message>
        <source>Bias correction</source>
        <translation>편향 보정</translation>
    </message>
    <message>
        <source>Takes back by the bias what rounding the weights shifts the mean of a layer&apos;s outputs.</source>
        <translation>가중치를 반올림하면서 밀린 레이어 출력의 평균을 편향으로 되돌립니다.</translation>
    </message>
</context>
<context>
    <name>cross-layer-equalization</name>
    <message>
        <source>Cross-layer equalization</source>
        <translation>레이어 간 균등화</translation>
    </message>
    <message>
        <source>Gives the channels between two layers the same range by moving factors through the ReLU between them.</source>
        <translation>두 레이어 사이의 ReLU를 지나 배율을 옮겨, 그 사이 채널들의 범위를 같게 만듭니다.</translation>
    </message>
</context>
<context>
    <name>format</name>
    <message>
        <source>%1 dB</source>
        <translation>%1 dB</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>&lt;%1 %</source>
        <translation>&lt;%1 %</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1배</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1분 %2초</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1시간 %2분</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>스칼라</translation>
    </message>
</context>
<context>
    <name>qscope::app::Actions</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Calibrate</source>
        <translation>캘리브레이션</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>민감도</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Recent Files</source>
        <translation>최근 파일(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>내보내기(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>언어(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Analyze</source>
        <translation>분석(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>Open &amp;Model…</source>
        <translation>모델 열기(&amp;M)…</translation>
    </message>
    <message>
        <source>Open an ONNX model</source>
        <translation>ONNX 모델을 엽니다</translation>
    </message>
    <message>
        <source>Open &amp;Data…</source>
        <translation>데이터 열기(&amp;D)…</translation>
    </message>
    <message>
        <source>Open calibration data: .npz, .npy or IDX</source>
        <translation>캘리브레이션 데이터를 엽니다: .npz, .npy, IDX</translation>
    </message>
    <message>
        <source>Open Data &amp;Folder…</source>
        <translation>데이터 폴더 열기(&amp;F)…</translation>
    </message>
    <message>
        <source>Use a folder of images or of test data sets as calibration data</source>
        <translation>이미지 또는 테스트 데이터 세트 폴더를 캘리브레이션 데이터로 사용합니다</translation>
    </message>
    <message>
        <source>Open &amp;Labels…</source>
        <translation>레이블 열기(&amp;L)…</translation>
    </message>
    <message>
        <source>Open the class labels of the data</source>
        <translation>데이터의 클래스 레이블을 엽니다</translation>
    </message>
    <message>
        <source>&amp;Open Session…</source>
        <translation>세션 열기(&amp;O)…</translation>
    </message>
    <message>
        <source>Go on where a saved session stopped</source>
        <translation>저장한 세션에서 이어서 작업합니다</translation>
    </message>
    <message>
        <source>&amp;Save Session…</source>
        <translation>세션 저장(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Quantized Model (QDQ ONNX)…</source>
        <translation>양자화된 모델(QDQ ONNX)(&amp;Q)…</translation>
    </message>
    <message>
        <source>Write the model with QuantizeLinear and DequantizeLinear pairs for other tools</source>
        <translation>다른 도구에서 쓸 수 있도록 QuantizeLinear/DequantizeLinear 쌍을 넣은 모델을 씁니다</translation>
    </message>
    <message>
        <source>&amp;Layers (CSV)…</source>
        <translation>레이어(CSV)(&amp;L)…</translation>
    </message>
    <message>
        <source>Write one row per layer</source>
        <translation>레이어마다 한 행씩 씁니다</translation>
    </message>
    <message>
        <source>&amp;Tensors (JSON)…</source>
        <translation>텐서(JSON)(&amp;T)…</translation>
    </message>
    <message>
        <source>Write the statistics of every tensor</source>
        <translation>모든 텐서의 통계를 씁니다</translation>
    </message>
    <message>
        <source>&amp;Plot (PNG, SVG, PDF)…</source>
        <translation>그림(PNG, SVG, PDF)(&amp;P)…</translation>
    </message>
    <message>
        <source>Write one of the plots that are visible</source>
        <translation>화면에 보이는 그림 하나를 씁니다</translation>
    </message>
    <message>
        <source>&amp;All Plots to a Folder…</source>
        <translation>모든 그림을 폴더에(&amp;A)…</translation>
    </message>
    <message>
        <source>Write every plot as PNG, SVG and PDF</source>
        <translation>모든 그림을 PNG, SVG, PDF로 씁니다</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>Close the program</source>
        <translation>프로그램을 닫습니다</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>Make the change that was taken back again</source>
        <translation>되돌린 변경을 다시 적용합니다</translation>
    </message>
    <message>
        <source>&amp;Keep in Floating Point	Space</source>
        <translation>부동소수점으로 유지(&amp;K)	Space</translation>
    </message>
    <message>
        <source>Keep the selected layers in floating point, or quantize them again</source>
        <translation>선택한 레이어를 부동소수점으로 두거나 다시 양자화합니다</translation>
    </message>
    <message>
        <source>Select the Whole &amp;Block</source>
        <translation>블록 전체 선택(&amp;B)</translation>
    </message>
    <message>
        <source>Select all layers of the blocks of the selection</source>
        <translation>선택한 레이어가 속한 블록의 모든 레이어를 선택합니다</translation>
    </message>
    <message>
        <source>&amp;Find Layer</source>
        <translation>레이어 찾기(&amp;F)</translation>
    </message>
    <message>
        <source>Filter the layers by name, type or block</source>
        <translation>이름, 종류, 블록으로 레이어를 거릅니다</translation>
    </message>
    <message>
        <source>&amp;Reset Layout</source>
        <translation>배치 초기화(&amp;R)</translation>
    </message>
    <message>
        <source>Put all panels back where they were at first</source>
        <translation>모든 패널을 처음 위치로 되돌립니다</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>전체 화면(&amp;U)</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>화면 전체를 사용합니다</translation>
    </message>
    <message>
        <source>&amp;Calibrate</source>
        <translation>캘리브레이션(&amp;C)</translation>
    </message>
    <message>
        <source>Sensitivity: &amp;Only This Layer Quantized</source>
        <translation>민감도: 이 레이어만 양자화(&amp;O)</translation>
    </message>
    <message>
        <source>Measure how much each layer hurts when it alone is quantized</source>
        <translation>각 레이어만 양자화했을 때의 손실을 측정합니다</translation>
    </message>
    <message>
        <source>Sensitivity: &amp;All but This Layer Quantized</source>
        <translation>민감도: 이 레이어만 빼고 양자화(&amp;A)</translation>
    </message>
    <message>
        <source>Measure how much each layer helps when it alone stays in floating point</source>
        <translation>각 레이어만 부동소수점으로 두었을 때의 이득을 측정합니다</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>취소(&amp;A)</translation>
    </message>
    <message>
        <source>Stop what is running</source>
        <translation>실행 중인 작업을 멈춥니다</translation>
    </message>
    <message>
        <source>&amp;About Quantoscope</source>
        <translation>Quantoscope 정보(&amp;A)</translation>
    </message>
    <message>
        <source>Version and licences</source>
        <translation>버전과 라이선스</translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation>Qt 정보(&amp;Q)</translation>
    </message>
    <message>
        <source>Version of the Qt libraries</source>
        <translation>Qt 라이브러리의 버전</translation>
    </message>
    <message>
        <source>Open &amp;Configuration…</source>
        <translation>구성 열기(&amp;C)…</translation>
    </message>
    <message>
        <source>Open a quantization configuration (JSON)</source>
        <translation>양자화 구성(JSON)을 엽니다</translation>
    </message>
    <message>
        <source>Save model, data and configuration as a session</source>
        <translation>모델, 데이터, 구성을 세션으로 저장합니다</translation>
    </message>
    <message>
        <source>&amp;Configuration (JSON)…</source>
        <translation>구성(JSON)(&amp;C)…</translation>
    </message>
    <message>
        <source>Write the configuration for the command line and for later</source>
        <translation>명령줄이나 나중에 쓸 수 있도록 구성을 씁니다</translation>
    </message>
    <message>
        <source>Take the last change of the configuration back</source>
        <translation>구성의 마지막 변경을 되돌립니다</translation>
    </message>
    <message>
        <source>Open Cali&amp;bration…</source>
        <translation>캘리브레이션 열기(&amp;B)…</translation>
    </message>
    <message>
        <source>Use the ranges of an earlier calibration (.qcal) instead of calibrating again</source>
        <translation>다시 캘리브레이션하지 않고 이전 캘리브레이션(.qcal)의 범위를 사용합니다</translation>
    </message>
    <message>
        <source>Save Calibratio&amp;n…</source>
        <translation>캘리브레이션 저장(&amp;N)…</translation>
    </message>
    <message>
        <source>Keep what the calibration has learned (.qcal), to be opened, continued and merged</source>
        <translation>캘리브레이션 결과를 파일(.qcal)로 보관합니다. 나중에 열고, 이어서 하고, 합칠 수 있습니다</translation>
    </message>
    <message>
        <source>Record the ranges of all tensors over the data, or go on where it was stopped</source>
        <translation>데이터에 대한 모든 텐서의 범위를 기록하거나, 멈춘 곳에서 이어서 기록합니다</translation>
    </message>
    <message>
        <source>Q&amp;uantizers (JSON)…</source>
        <translation>양자화기(JSON)(&amp;U)…</translation>
    </message>
    <message>
        <source>Write scale, zero point and range of every layer</source>
        <translation>모든 레이어의 스케일, 영점, 범위를 씁니다</translation>
    </message>
    <message>
        <source>AIMET &amp;Encodings 1.0.0…</source>
        <translation>AIMET 인코딩 1.0.0(&amp;E)…</translation>
    </message>
    <message>
        <source>Write the quantizers for AIMET</source>
        <translation>AIMET용 양자화기를 씁니다</translation>
    </message>
    <message>
        <source>AIMET Encodings &amp;0.6.1…</source>
        <translation>AIMET 인코딩 0.6.1(&amp;0)…</translation>
    </message>
    <message>
        <source>Write the quantizers for older versions of AIMET</source>
        <translation>이전 버전의 AIMET용 양자화기를 씁니다</translation>
    </message>
    <message>
        <source>&amp;ONNX Runtime Overrides (JSON)…</source>
        <translation>ONNX Runtime 재정의(JSON)(&amp;O)…</translation>
    </message>
    <message>
        <source>Write TensorQuantOverrides and nodes_to_exclude for ONNX Runtime&apos;s quantizer</source>
        <translation>ONNX Runtime 양자화기용 TensorQuantOverrides와 nodes_to_exclude를 씁니다</translation>
    </message>
    <message>
        <source>&amp;NNCF Ignored Scope (JSON)…</source>
        <translation>NNCF 제외 범위(JSON)(&amp;N)…</translation>
    </message>
    <message>
        <source>Write which layers stay in floating point, for NNCF</source>
        <translation>부동소수점으로 남는 레이어를 NNCF용으로 씁니다</translation>
    </message>
    <message>
        <source>&amp;Model Explorer Node Data (JSON)…</source>
        <translation>Model Explorer 노드 데이터(JSON)(&amp;M)…</translation>
    </message>
    <message>
        <source>Write the sensitivity of every layer, or its range where that was not measured</source>
        <translation>모든 레이어의 민감도를, 측정하지 않았으면 범위를 씁니다</translation>
    </message>
    <message>
        <source>&amp;Import Ranges…</source>
        <translation>범위 가져오기(&amp;I)…</translation>
    </message>
    <message>
        <source>Use the ranges of a QDQ model, of AIMET encodings or of a calibration cache</source>
        <translation>QDQ 모델, AIMET 인코딩 또는 캘리브레이션 캐시의 범위를 사용합니다</translation>
    </message>
    <message>
        <source>&amp;Find Layers to Keep in Floating Point…</source>
        <translation>부동소수점으로 둘 레이어 찾기(&amp;F)…</translation>
    </message>
    <message>
        <source>Look for the fewest layers in floating point that reach a target</source>
        <translation>목표에 이르는 데 부동소수점으로 둘 가장 적은 수의 레이어를 찾습니다</translation>
    </message>
    <message>
        <source>Memory for What-If &amp;Results…</source>
        <translation>가정 결과에 쓸 메모리(&amp;R)…</translation>
    </message>
    <message>
        <source>How much memory and disk may be used to answer changes of single layers sooner</source>
        <translation>레이어 하나를 바꾼 결과를 더 빨리 얻기 위해 쓸 메모리와 디스크의 양</translation>
    </message>
    <message>
        <source>Select Layers &amp;Joined by Add or Concat</source>
        <translation>Add 또는 Concat으로 이어진 레이어 선택(&amp;J)</translation>
    </message>
    <message>
        <source>Select all layers whose outputs meet in an addition or concatenation: integer kernels want them alike</source>
        <translation>출력이 덧셈이나 연결에서 만나는 모든 레이어를 선택합니다. 정수 커널은 이들의 정밀도가 같기를 바랍니다</translation>
    </message>
    <message>
        <source>User &amp;Guide</source>
        <translation>사용 설명서(&amp;G)</translation>
    </message>
    <message>
        <source>Explain what the panel shows, how to read it, and what to do</source>
        <translation>패널이 무엇을 보여 주는지, 어떻게 읽는지, 무엇을 할지 설명합니다</translation>
    </message>
    <message>
        <source>Compare &amp;with Ranges…</source>
        <translation>범위와 비교(&amp;W)…</translation>
    </message>
    <message>
        <source>Lay the ranges of a QDQ model, of AIMET encodings or of a calibration cache over ours</source>
        <translation>QDQ 모델, AIMET 인코딩 또는 캘리브레이션 캐시의 범위를 우리 범위 위에 겹쳐 보여 줍니다</translation>
    </message>
    <message>
        <source>&amp;End the Comparison</source>
        <translation>비교 끝내기(&amp;E)</translation>
    </message>
    <message>
        <source>Show our ranges only</source>
        <translation>우리 범위만 보여 줍니다</translation>
    </message>
    <message>
        <source>Co&amp;mmands…</source>
        <translation>명령(&amp;M)…</translation>
    </message>
    <message>
        <source>Find anything that can be done, or a layer, by some letters of it</source>
        <translation>글자 몇 개로 모든 명령이나 레이어를 찾습니다</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>뒤로(&amp;B)</translation>
    </message>
    <message>
        <source>Go back to the layer looked at before</source>
        <translation>앞서 보던 레이어로 돌아갑니다</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>앞으로(&amp;W)</translation>
    </message>
    <message>
        <source>Go forward to the layer looked at after this one</source>
        <translation>이 다음에 보던 레이어로 갑니다</translation>
    </message>
    <message>
        <source>Text for a &amp;Projector</source>
        <translation>프로젝터용 글자 크기(&amp;P)</translation>
    </message>
    <message>
        <source>Make all text half as large again, or as it was</source>
        <translation>모든 글자를 1.5배로 키우거나 되돌립니다</translation>
    </message>
    <message>
        <source>&amp;Time the Layers Again</source>
        <translation>레이어 시간 다시 재기(&amp;T)</translation>
    </message>
    <message>
        <source>Time every layer with int8 and float32 kernels on this machine</source>
        <translation>이 컴퓨터에서 모든 레이어의 시간을 int8과 float32 커널로 잽니다</translation>
    </message>
    <message>
        <source>Layout: &amp;Inspect</source>
        <translation>배치: 살펴보기(&amp;I)</translation>
    </message>
    <message>
        <source>All panels, to look around in the model</source>
        <translation>모델을 둘러보는 모든 패널</translation>
    </message>
    <message>
        <source>Layout: &amp;Decide</source>
        <translation>배치: 결정(&amp;D)</translation>
    </message>
    <message>
        <source>Layers, sensitivity and history side by side</source>
        <translation>레이어, 민감도, 기록을 나란히</translation>
    </message>
    <message>
        <source>Layout: &amp;Present</source>
        <translation>배치: 발표(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Rewritten Model (ONNX)…</source>
        <translation>다시 쓴 모델 (ONNX)(&amp;R)…</translation>
    </message>
    <message>
        <source>Write the model in floating point as a method has rewritten it</source>
        <translation>방법이 다시 쓴 부동소수점 모델을 저장합니다</translation>
    </message>
    <message>
        <source>&amp;Methods and Plugins…</source>
        <translation>방법과 플러그인(&amp;M)…</translation>
    </message>
    <message>
        <source>Run a quantization method, read its report, and choose a figure of your own</source>
        <translation>양자화 방법을 실행하고 보고서를 읽으며, 나만의 지표를 고릅니다</translation>
    </message>
    <message>
        <source>Model &amp;Before or After the Method</source>
        <translation>방법 적용 전/후의 모델(&amp;B)</translation>
    </message>
    <message>
        <source>Show the model as it was before a method rewrote it, and back</source>
        <translation>방법이 다시 쓰기 전의 모델을 보이고, 다시 되돌립니다</translation>
    </message>
    <message>
        <source>Study of &amp;Vision Transformers…</source>
        <translation>비전 트랜스포머 실험(&amp;V)…</translation>
    </message>
    <message>
        <source>Measure what the RepQ-ViT paper claims on this model: bits, quantizers and calibration samples compared</source>
        <translation>RepQ-ViT 논문의 주장을 이 모델에서 측정합니다. 비트, 양자화기, 캘리브레이션 샘플 수를 비교합니다</translation>
    </message>
    <message>
        <source>&amp;Guided Steps</source>
        <translation>단계 안내(&amp;G)</translation>
    </message>
    <message>
        <source>Show the way from data to export above the panels</source>
        <translation>데이터에서 내보내기까지의 길을 패널 위에 보여 줍니다</translation>
    </message>
    <message>
        <source>Look at the &amp;Data…</source>
        <translation>데이터 보기(&amp;D)…</translation>
    </message>
    <message>
        <source>Show samples as the model gets them, and what looks like a mistake in them</source>
        <translation>모델이 받는 모습의 샘플과, 잘못으로 보이는 것을 보여 줍니다</translation>
    </message>
    <message>
        <source>Go to the &amp;Messages</source>
        <translation>메시지로 가기(&amp;M)</translation>
    </message>
    <message>
        <source>Show what went wrong, where, and what to do</source>
        <translation>무엇이 어디서 잘못되었고 어떻게 하면 되는지 보여 줍니다</translation>
    </message>
    <message>
        <source>&amp;Report (HTML, PDF)…</source>
        <translation>보고서(HTML, PDF)(&amp;R)…</translation>
    </message>
    <message>
        <source>Write one self-contained page with live plots, or a document to print</source>
        <translation>움직이는 그림이 든 한 쪽짜리 웹 페이지나 인쇄할 문서를 씁니다</translation>
    </message>
    <message>
        <source>Few plots and larger text, for an audience</source>
        <translation>청중에게 보여 줄 그림 몇 개와 큰 글자</translation>
    </message>
</context>
<context>
    <name>qscope::app::Autosave</name>
    <message>
        <source>The session cannot be kept for after a crash, %1</source>
        <translation>비정상 종료에 대비해 세션을 보관할 수 없습니다. %1</translation>
    </message>
</context>
<context>
    <name>qscope::app::CacheDialog</name>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>디스크</translation>
    </message>
    <message>
        <source>Memory for What-If Results</source>
        <translation>가정 결과에 쓸 메모리</translation>
    </message>
    <message>
        <source>A change of one layer runs only what lies behind it, from results that are kept in memory, and on disk when they do not fit. The figures are the same with less; they only take longer.</source>
        <translation>레이어 하나를 바꾸면 그 뒤만 다시 실행합니다. 그 앞의 결과는 메모리에, 다 들어가지 않으면 디스크에 보관합니다. 양을 줄여도 수치는 같고 시간만 더 걸립니다.</translation>
    </message>
    <message>
        <source>%1 in use</source>
        <translation>%1 사용 중</translation>
    </message>
</context>
<context>
    <name>qscope::app::CommandPalette</name>
    <message>
        <source>What do you want to do? Type some letters of it, or of a layer&apos;s name</source>
        <translation>무엇을 할까요? 명령이나 레이어 이름의 글자 몇 개를 입력하십시오</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령 목록</translation>
    </message>
    <message>
        <source>No command and no layer is called so.</source>
        <translation>그런 이름의 명령이나 레이어가 없습니다.</translation>
    </message>
</context>
<context>
    <name>qscope::app::ConfigBar</name>
    <message>
        <source>Change the activation bits</source>
        <translation>활성값 비트 변경</translation>
    </message>
    <message>
        <source>Change the activation calibrator</source>
        <translation>활성값 캘리브레이터 변경</translation>
    </message>
    <message>
        <source>Change the percentile</source>
        <translation>백분위수 변경</translation>
    </message>
    <message>
        <source>Change the symmetry of the activations</source>
        <translation>활성값 대칭 여부 변경</translation>
    </message>
    <message>
        <source>Change the weight bits</source>
        <translation>가중치 비트 변경</translation>
    </message>
    <message>
        <source>Change the weight calibrator</source>
        <translation>가중치 캘리브레이터 변경</translation>
    </message>
    <message>
        <source>Change the symmetry of the weights</source>
        <translation>가중치 대칭 여부 변경</translation>
    </message>
    <message>
        <source>Change the granularity of the weights</source>
        <translation>가중치 양자화 단위 변경</translation>
    </message>
    <message>
        <source>Activations:</source>
        <translation>활성값:</translation>
    </message>
    <message>
        <source>Weights:</source>
        <translation>가중치:</translation>
    </message>
    <message>
        <source> bit</source>
        <translation>비트</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>symmetric</source>
        <translation>대칭</translation>
    </message>
    <message>
        <source>Bits of the activations</source>
        <translation>활성값의 비트 수</translation>
    </message>
    <message>
        <source>How the range of the activations is chosen from what was seen</source>
        <translation>관측된 값에서 활성값의 범위를 정하는 방법</translation>
    </message>
    <message>
        <source>Share of the values that the range keeps</source>
        <translation>범위 안에 남는 값의 비율</translation>
    </message>
    <message>
        <source>Activations symmetric around zero (signed codes, zero point 0)</source>
        <translation>0을 중심으로 대칭인 활성값(부호 있는 코드, 영점 0)</translation>
    </message>
    <message>
        <source>Bits of the weights</source>
        <translation>가중치의 비트 수</translation>
    </message>
    <message>
        <source>How the range of the weights is chosen</source>
        <translation>가중치의 범위를 정하는 방법</translation>
    </message>
    <message>
        <source>Weights symmetric around zero (signed codes, zero point 0)</source>
        <translation>0을 중심으로 대칭인 가중치(부호 있는 코드, 영점 0)</translation>
    </message>
    <message>
        <source>Change the kind of the weights</source>
        <translation>가중치 양자화 종류 변경</translation>
    </message>
    <message>
        <source>Change the kind of the activations</source>
        <translation>활성값 양자화 종류 변경</translation>
    </message>
    <message>
        <source>Change the granularity of the activations</source>
        <translation>활성값 양자화 단위 변경</translation>
    </message>
    <message>
        <source>Change the size of the blocks</source>
        <translation>블록 크기 변경</translation>
    </message>
    <message>
        <source>Change the averaging</source>
        <translation>평균 계수 변경</translation>
    </message>
    <message>
        <source>Change the searched ranges</source>
        <translation>탐색할 범위 변경</translation>
    </message>
    <message>
        <source>Change the range</source>
        <translation>범위 변경</translation>
    </message>
    <message>
        <source>One scale per tensor, or one per channel: the latter is simulated, integer kernels need one per tensor</source>
        <translation>텐서마다 또는 채널마다 스케일 하나: 채널별은 시뮬레이션이며, 정수 커널에는 텐서마다 하나가 필요합니다</translation>
    </message>
    <message>
        <source>One scale per weight tensor, per output channel, or per block of weights</source>
        <translation>가중치 텐서마다, 출력 채널마다 또는 가중치 블록마다 스케일 하나</translation>
    </message>
    <message>
        <source>How values become codes</source>
        <translation>값을 코드로 바꾸는 방법</translation>
    </message>
    <message>
        <source>How much each new group of samples counts in the moving average</source>
        <translation>이동 평균에서 새 샘플 묶음이 차지하는 비중</translation>
    </message>
    <message>
        <source>Which ranges are tried</source>
        <translation>시도할 범위</translation>
    </message>
    <message>
        <source>Lower end of the range</source>
        <translation>범위의 하한</translation>
    </message>
    <message>
        <source>Upper end of the range</source>
        <translation>범위의 상한</translation>
    </message>
    <message>
        <source>Weights per block</source>
        <translation>블록당 가중치 수</translation>
    </message>
</context>
<context>
    <name>qscope::app::CureDesk</name>
    <message>
        <source>Measuring cures for %1</source>
        <translation>%1의 처방 측정 중</translation>
    </message>
</context>
<context>
    <name>qscope::app::DataCommands</name>
    <message numerus="yes">
        <source>(%n finding(s): Analyze, Look at the Data)</source>
        <translation>
            <numerusform>(찾은 것 %n개: 분석, 데이터 보기)</numerusform>
        </translation>
    </message>
    <message>
        <source>The data</source>
        <translation>데이터</translation>
    </message>
</context>
<context>
    <name>qscope::app::DataDialog</name>
    <message>
        <source>Images as calibration data</source>
        <translation>이미지를 캘리브레이션 데이터로</translation>
    </message>
    <message>
        <source>How should the images in “%1” become the model&apos;s input? A wrong mean, scale or colour order makes every range wrong: use what the model was trained with.</source>
        <translation>“%1”의 이미지를 어떻게 모델 입력으로 만들까요? 평균, 배율, 색 순서가 틀리면 모든 범위가 틀립니다. 모델을 학습할 때 쓴 값을 사용하세요.</translation>
    </message>
    <message>
        <source>ImageNet (RGB, mean 0.485 …, std 0.229 …)</source>
        <translation>ImageNet (RGB, 평균 0.485 …, 표준편차 0.229 …)</translation>
    </message>
    <message>
        <source>Caffe (BGR, 0 to 255, mean 103.939 …)</source>
        <translation>Caffe (BGR, 0~255, 평균 103.939 …)</translation>
    </message>
    <message>
        <source>0 to 1</source>
        <translation>0~1</translation>
    </message>
    <message>
        <source>−1 to 1</source>
        <translation>−1~1</translation>
    </message>
    <message>
        <source>0 to 255</source>
        <translation>0~255</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>직접 지정</translation>
    </message>
    <message>
        <source>RGB</source>
        <translation>RGB</translation>
    </message>
    <message>
        <source>BGR</source>
        <translation>BGR</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>회색조</translation>
    </message>
    <message>
        <source>&amp;Preprocessing:</source>
        <translation>전처리(&amp;P):</translation>
    </message>
    <message>
        <source>&amp;Colour order:</source>
        <translation>색 순서(&amp;C):</translation>
    </message>
    <message>
        <source>&amp;Scale (0…255 times):</source>
        <translation>스케일(0~255 값에 곱함)(&amp;S):</translation>
    </message>
    <message>
        <source>&amp;Mean (per channel):</source>
        <translation>평균(채널별)(&amp;M):</translation>
    </message>
    <message>
        <source>S&amp;td (per channel):</source>
        <translation>표준편차(채널별)(&amp;T):</translation>
    </message>
    <message>
        <source>from model</source>
        <translation>모델에서</translation>
    </message>
    <message>
        <source>Stretch to the size</source>
        <translation>크기에 맞춰 늘이기</translation>
    </message>
    <message>
        <source>Shorter side, then centre crop</source>
        <translation>짧은 변을 맞춘 뒤 가운데 자르기</translation>
    </message>
    <message>
        <source>No resize, centre crop</source>
        <translation>크기 조정 없이 가운데 자르기</translation>
    </message>
    <message>
        <source>crop size</source>
        <translation>자를 크기</translation>
    </message>
    <message>
        <source> px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>&amp;Width × height:</source>
        <translation>너비 × 높이(&amp;W):</translation>
    </message>
    <message>
        <source>&amp;Resize:</source>
        <translation>크기 조정(&amp;R):</translation>
    </message>
    <message>
        <source>La&amp;yout:</source>
        <translation>레이아웃(&amp;Y):</translation>
    </message>
    <message>
        <source>all</source>
        <translation>모두</translation>
    </message>
    <message>
        <source>none, or the folder names</source>
        <translation>없음, 또는 폴더 이름</translation>
    </message>
    <message>
        <source>Choose the label file</source>
        <translation>레이블 파일 선택</translation>
    </message>
    <message>
        <source>&amp;Use at most:</source>
        <translation>최대 사용 개수(&amp;U):</translation>
    </message>
    <message>
        <source>&amp;Labels:</source>
        <translation>레이블(&amp;L):</translation>
    </message>
    <message>
        <source>The mean must be one number, or three separated by commas.</source>
        <translation>평균은 숫자 하나이거나 쉼표로 구분한 숫자 셋이어야 합니다.</translation>
    </message>
    <message>
        <source>The standard deviation must be one number, or three separated by commas.</source>
        <translation>표준편차는 숫자 하나이거나 쉼표로 구분한 숫자 셋이어야 합니다.</translation>
    </message>
    <message>
        <source>The standard deviation must be above 0.</source>
        <translation>표준편차는 0보다 커야 합니다.</translation>
    </message>
    <message>
        <source>Labels (*.npy *.npz *.txt *.gz);;All files (*)</source>
        <translation>레이블 (*.npy *.npz *.txt *.gz);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Shorter s&amp;ide before the crop:</source>
        <translation>자르기 전 짧은 변(&amp;I):</translation>
    </message>
</context>
<context>
    <name>qscope::app::DataPreview</name>
    <message>
        <source>&amp;Use the preprocessing that fits</source>
        <translation>맞는 전처리 쓰기(&amp;U)</translation>
    </message>
    <message>
        <source>First samples</source>
        <translation>처음 샘플</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>찾은 것</translation>
    </message>
    <message>
        <source>Looking at the samples: %1 of %2</source>
        <translation>샘플을 보는 중: %2개 중 %1개</translation>
    </message>
    <message>
        <source>Opening the data…</source>
        <translation>데이터를 여는 중…</translation>
    </message>
    <message>
        <source>class %1</source>
        <translation>클래스 %1</translation>
    </message>
    <message>
        <source>Nothing to object to.</source>
        <translation>문제로 보이는 것이 없습니다.</translation>
    </message>
    <message>
        <source>The model gives no evidence which preprocessing it wants.</source>
        <translation>어떤 전처리를 원하는지 모델에서 알 수 없습니다.</translation>
    </message>
    <message>
        <source>After resize and crop; scale, mean and deviation are undone for the eye. BGR: blue is the first channel and is drawn as the model sees it, in the place of red.</source>
        <translation>크기 조정과 자르기 뒤의 모습이며, 스케일·평균·표준편차는 눈으로 볼 수 있게 되돌렸습니다. BGR: 첫 채널인 파랑을 모델이 보는 대로 빨강 자리에 그렸습니다.</translation>
    </message>
    <message>
        <source>After resize and crop; scale, mean and deviation are undone for the eye.</source>
        <translation>크기 조정과 자르기 뒤의 모습이며, 스케일·평균·표준편차는 눈으로 볼 수 있게 되돌렸습니다.</translation>
    </message>
    <message>
        <source>As in the file, each image from its smallest value (black) to its largest (white).</source>
        <translation>파일에 있는 그대로이며, 이미지마다 최솟값을 검정, 최댓값을 흰색으로 그렸습니다.</translation>
    </message>
    <message>
        <source>Values in the order of the tensor, each sample from its smallest to its largest.</source>
        <translation>텐서 순서대로 그린 값이며, 샘플마다 최솟값부터 최댓값까지입니다.</translation>
    </message>
    <message>
        <source>The values themselves.</source>
        <translation>값 그대로입니다.</translation>
    </message>
    <message>
        <source>Trying other preprocessings on the model: sample %1 of %2</source>
        <translation>모델에 다른 전처리를 시험하는 중: 샘플 %2개 중 %1개</translation>
    </message>
    <message>
        <source>Whether there are enough samples: %1 of %2</source>
        <translation>샘플이 충분한지 보는 중: %2개 중 %1개</translation>
    </message>
    <message>
        <source>Ranges by number of samples</source>
        <translation>샘플 수에 따른 범위</translation>
    </message>
    <message>
        <source>The first %1 of %2 samples.</source>
        <translation>샘플 %2개 중 처음 %1개입니다.</translation>
    </message>
</context>
<context>
    <name>qscope::app::EvaluationQueue</name>
    <message>
        <source>Evaluating</source>
        <translation>평가 중</translation>
    </message>
    <message>
        <source>Evaluating with every layer quantized</source>
        <translation>모든 레이어를 양자화하여 평가 중</translation>
    </message>
</context>
<context>
    <name>qscope::app::ExportDialog</name>
    <message>
        <source>&amp;Write</source>
        <translation>쓰기(&amp;W)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Formats</source>
        <translation>형식</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>연산자</translation>
    </message>
    <message>
        <source>Nodes before</source>
        <translation>이전 노드 수</translation>
    </message>
    <message>
        <source>Nodes after</source>
        <translation>이후 노드 수</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>변화</translation>
    </message>
    <message>
        <source>What changes in the model</source>
        <translation>모델에서 바뀌는 것</translation>
    </message>
    <message>
        <source>What is written</source>
        <translation>기록되는 내용</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>선택(&amp;C)…</translation>
    </message>
    <message>
        <source>The preview is being made.</source>
        <translation>미리보기를 만드는 중입니다.</translation>
    </message>
    <message>
        <source>The file will have %1.</source>
        <translation>파일 크기는 %1입니다.</translation>
    </message>
    <message>
        <source>It has the same operators as the model that is open.</source>
        <translation>열려 있는 모델과 연산자가 같습니다.</translation>
    </message>
    <message>
        <source>Only its beginning is shown.</source>
        <translation>앞부분만 보입니다.</translation>
    </message>
    <message>
        <source>Name a file in a folder that exists.</source>
        <translation>존재하는 폴더의 파일 이름을 적으십시오.</translation>
    </message>
    <message>
        <source>The file exists and will be replaced.</source>
        <translation>이미 있는 파일이며 덮어씁니다.</translation>
    </message>
    <message>
        <source>&amp;Replace</source>
        <translation>바꾸기(&amp;R)</translation>
    </message>
</context>
<context>
    <name>qscope::app::Exporter</name>
    <message>
        <source>ONNX models (*.onnx)</source>
        <translation>ONNX 모델 (*.onnx)</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON 파일 (*.json)</translation>
    </message>
    <message>
        <source>CSV tables (*.csv)</source>
        <translation>CSV 표 (*.csv)</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>쓰는 중</translation>
    </message>
    <message>
        <source>The folder %1 could not be made.</source>
        <translation>%1 폴더를 만들 수 없습니다.</translation>
    </message>
    <message>
        <source>AIMET encodings (*.encodings)</source>
        <translation>AIMET 인코딩 (*.encodings)</translation>
    </message>
    <message>
        <source>Web pages (*.html);;PDF documents (*.pdf)</source>
        <translation>웹 페이지 (*.html);;PDF 문서 (*.pdf)</translation>
    </message>
    <message>
        <source>Making a preview</source>
        <translation>미리보기를 만드는 중</translation>
    </message>
    <message>
        <source>%1 layers quantized, %2 in floating point.</source>
        <translation>%1개 레이어를 양자화하고 %2개는 부동소수점으로 둡니다.</translation>
    </message>
    <message>
        <source>Quantized model (QDQ ONNX)</source>
        <translation>양자화된 모델(QDQ ONNX)</translation>
    </message>
    <message>
        <source>Rewritten model (ONNX)</source>
        <translation>다시 쓴 모델(ONNX)</translation>
    </message>
    <message>
        <source>Configuration (JSON)</source>
        <translation>구성(JSON)</translation>
    </message>
    <message>
        <source>Layers (CSV)</source>
        <translation>레이어(CSV)</translation>
    </message>
    <message>
        <source>Tensors (JSON)</source>
        <translation>텐서(JSON)</translation>
    </message>
    <message>
        <source>Report (HTML, PDF)</source>
        <translation>보고서(HTML, PDF)</translation>
    </message>
    <message>
        <source>Quantizers (JSON)</source>
        <translation>양자화기(JSON)</translation>
    </message>
    <message>
        <source>AIMET encodings 1.0.0</source>
        <translation>AIMET 인코딩 1.0.0</translation>
    </message>
    <message>
        <source>AIMET encodings 0.6.1</source>
        <translation>AIMET 인코딩 0.6.1</translation>
    </message>
    <message>
        <source>ONNX Runtime overrides (JSON)</source>
        <translation>ONNX Runtime 재정의(JSON)</translation>
    </message>
    <message>
        <source>NNCF ignored scope (JSON)</source>
        <translation>NNCF 제외 범위(JSON)</translation>
    </message>
    <message>
        <source>Model Explorer node data (JSON)</source>
        <translation>Model Explorer 노드 데이터(JSON)</translation>
    </message>
    <message>
        <source>The model with QuantizeLinear and DequantizeLinear pairs; its weights as integers.</source>
        <translation>QuantizeLinear와 DequantizeLinear 쌍을 넣은 모델이며 가중치는 정수입니다.</translation>
    </message>
    <message>
        <source>The model in floating point as a method has rewritten it.</source>
        <translation>방법이 다시 쓴 부동소수점 모델입니다.</translation>
    </message>
    <message>
        <source>The settings as they are, for the command line and for later.</source>
        <translation>지금의 설정입니다. 명령줄과 나중을 위한 것입니다.</translation>
    </message>
    <message>
        <source>One row per layer with all that was measured.</source>
        <translation>레이어마다 한 행에 측정한 모든 값을 담습니다.</translation>
    </message>
    <message>
        <source>The statistics of every tensor.</source>
        <translation>모든 텐서의 통계입니다.</translation>
    </message>
    <message>
        <source>One page with live plots that needs no network, or a document to print; these are its headings.</source>
        <translation>네트워크가 필요 없는, 살아 있는 그림이 있는 한 페이지 또는 인쇄용 문서입니다. 아래는 그 제목들입니다.</translation>
    </message>
    <message>
        <source>Scale, zero point and range of every layer.</source>
        <translation>모든 레이어의 스케일, 영점, 범위입니다.</translation>
    </message>
    <message>
        <source>The quantizers for AIMET.</source>
        <translation>AIMET용 양자화기입니다.</translation>
    </message>
    <message>
        <source>The quantizers for older versions of AIMET.</source>
        <translation>이전 버전 AIMET용 양자화기입니다.</translation>
    </message>
    <message>
        <source>The ranges for quantize_static of ONNX Runtime.</source>
        <translation>ONNX Runtime의 quantize_static에 쓰는 범위입니다.</translation>
    </message>
    <message>
        <source>The layers left in floating point, for NNCF.</source>
        <translation>부동소수점으로 두는 레이어이며 NNCF용입니다.</translation>
    </message>
    <message>
        <source>A figure per node, to be laid over the graph in Model Explorer.</source>
        <translation>노드마다 하나의 값으로, Model Explorer의 그래프 위에 겹쳐 봅니다.</translation>
    </message>
</context>
<context>
    <name>qscope::app::FileCommands</name>
    <message>
        <source>Written: %1</source>
        <translation>저장함: %1</translation>
    </message>
    <message>
        <source>Opening the session</source>
        <translation>세션을 여는 중</translation>
    </message>
    <message>
        <source>Session saved: %1</source>
        <translation>세션을 저장했습니다: %1</translation>
    </message>
    <message>
        <source>Saving the session</source>
        <translation>세션을 저장하는 중</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>모델 열기</translation>
    </message>
    <message>
        <source>ONNX models (*.onnx);;All files (*)</source>
        <translation>ONNX 모델 (*.onnx);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Open calibration data</source>
        <translation>캘리브레이션 데이터 열기</translation>
    </message>
    <message>
        <source>Arrays (*.npz *.npy *.gz *-ubyte);;All files (*)</source>
        <translation>배열 (*.npz *.npy *.gz *-ubyte);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Open a folder of images or of test data sets</source>
        <translation>이미지 또는 테스트 데이터 세트 폴더 열기</translation>
    </message>
    <message>
        <source>Open labels</source>
        <translation>레이블 열기</translation>
    </message>
    <message>
        <source>Labels (*.npy *.npz *.txt *.gz *-ubyte);;All files (*)</source>
        <translation>레이블 (*.npy *.npz *.txt *.gz *-ubyte);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>JSON files (*.json);;All files (*)</source>
        <translation>JSON 파일 (*.json);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Open a session</source>
        <translation>세션 열기</translation>
    </message>
    <message>
        <source>Quantoscope sessions (*.qsession);;All files (*)</source>
        <translation>Quantoscope 세션 (*.qsession);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>세션 저장</translation>
    </message>
    <message>
        <source>Quantoscope sessions (*.qsession)</source>
        <translation>Quantoscope 세션 (*.qsession)</translation>
    </message>
    <message>
        <source>Open a configuration</source>
        <translation>구성 열기</translation>
    </message>
    <message>
        <source>%1 is none of the things this program opens: an ONNX model, calibration data (.npz, .npy, IDX, a folder of images or test data sets), labels, a configuration, a calibration or a session.</source>
        <translation>이 프로그램이 여는 파일이 아닙니다: %1. ONNX 모델, 캘리브레이션 데이터(.npz, .npy, IDX, 이미지 또는 테스트 데이터 세트 폴더), 레이블, 구성, 캘리브레이션 또는 세션을 열 수 있습니다.</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>쓰는 중</translation>
    </message>
    <message>
        <source>Open a calibration</source>
        <translation>캘리브레이션 열기</translation>
    </message>
    <message>
        <source>Calibrations (*.qcal);;All files (*)</source>
        <translation>캘리브레이션 (*.qcal);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Save the calibration</source>
        <translation>캘리브레이션 저장</translation>
    </message>
    <message>
        <source>Calibrations (*.qcal)</source>
        <translation>캘리브레이션 (*.qcal)</translation>
    </message>
    <message>
        <source>Import ranges</source>
        <translation>범위 가져오기</translation>
    </message>
    <message>
        <source>Ranges (*.onnx *.encodings *.json *.cache);;All files (*)</source>
        <translation>범위 (*.onnx *.encodings *.json *.cache);;모든 파일 (*)</translation>
    </message>
    <message>
        <source>Compare with ranges</source>
        <translation>범위와 비교</translation>
    </message>
</context>
<context>
    <name>qscope::app::Guide</name>
    <message>
        <source>en</source>
        <comment>language of the guide</comment>
        <extracomment>Folder of the user guide&apos;s pages: en, ko</extracomment>
        <translation>ko</translation>
    </message>
    <message>
        <source>User Guide</source>
        <translation>사용 설명서</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>사용 설명서</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>차례</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>크게</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>작게</translation>
    </message>
</context>
<context>
    <name>qscope::app::GuidedStrip</name>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Calibrate</source>
        <translation>캘리브레이션</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>살펴보기</translation>
    </message>
    <message>
        <source>Decide</source>
        <translation>결정</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>내보내기</translation>
    </message>
    <message>
        <source>Next: open some hundred samples like those that the model will see.</source>
        <translation>다음: 모델이 보게 될 것과 비슷한 샘플 수백 개를 여세요.</translation>
    </message>
    <message>
        <source>Next: record the ranges of all tensors over the samples.</source>
        <translation>다음: 샘플로 모든 텐서의 범위를 기록하세요.</translation>
    </message>
    <message>
        <source>Next: measure which layers hurt, and look at them.</source>
        <translation>다음: 어떤 레이어가 손해를 주는지 측정하고 살펴보세요.</translation>
    </message>
    <message>
        <source>Next: keep the layers that hurt in floating point, or let the program find them.</source>
        <translation>다음: 손해를 주는 레이어를 부동소수점으로 두거나, 프로그램이 찾게 하세요.</translation>
    </message>
    <message>
        <source>Next: write the quantized model.</source>
        <translation>다음: 양자화된 모델을 내보내세요.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>number and name of a step</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>done</source>
        <translation>끝남</translation>
    </message>
    <message>
        <source>next</source>
        <translation>다음</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>찾은 것 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>All steps are done; each can be taken again.</source>
        <translation>모든 단계가 끝났습니다. 어느 단계든 다시 할 수 있습니다.</translation>
    </message>
    <message>
        <source>Calibrating: the panels fill while the samples go through.</source>
        <translation>캘리브레이션 중: 샘플이 지나가는 동안 패널이 채워집니다.</translation>
    </message>
    <message>
        <source>Something about the data looks wrong: look at it first.</source>
        <translation>데이터에 잘못으로 보이는 것이 있습니다. 먼저 살펴보세요.</translation>
    </message>
    <message>
        <source>Guided steps</source>
        <translation>단계 안내</translation>
    </message>
    <message>
        <source>Hide the steps; View, Guided Steps brings them back</source>
        <translation>단계를 숨깁니다. 보기, 단계 안내로 다시 나타납니다</translation>
    </message>
    <message>
        <source>Hide the steps</source>
        <translation>단계 숨기기</translation>
    </message>
</context>
<context>
    <name>qscope::app::MainWindow</name>
    <message>
        <source>Quantoscope</source>
        <translation>Quantoscope</translation>
    </message>
    <message>
        <source>%1 · %2 – Quantoscope</source>
        <translation>%1 · %2 – Quantoscope</translation>
    </message>
    <message>
        <source>%1 – Quantoscope</source>
        <translation>%1 – Quantoscope</translation>
    </message>
</context>
<context>
    <name>qscope::app::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Dismiss the message</source>
        <translation>메시지 닫기</translation>
    </message>
    <message>
        <source>All messages</source>
        <translation>모든 메시지</translation>
    </message>
</context>
<context>
    <name>qscope::app::MessageDesk</name>
    <message>
        <source>Show all messages</source>
        <translation>모든 메시지를 보여 줍니다</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>새 메시지 %n개</numerusform>
        </translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>메시지</translation>
    </message>
</context>
<context>
    <name>qscope::app::MethodCommands</name>
    <message>
        <source>A method is running.</source>
        <translation>방법이 실행 중입니다.</translation>
    </message>
    <message>
        <source>Open a model and data, and wait for the calibration.</source>
        <translation>모델과 데이터를 열고 캘리브레이션이 끝나기를 기다리세요.</translation>
    </message>
</context>
<context>
    <name>qscope::app::MethodsDialog</name>
    <message>
        <source>Load plugins from my own &amp;folder</source>
        <translation>내 폴더의 플러그인 불러오기(&amp;F)</translation>
    </message>
    <message>
        <source>Methods</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>&amp;Methods</source>
        <translation>방법(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Plugins</source>
        <translation>플러그인(&amp;P)</translation>
    </message>
    <message>
        <source>Plugins</source>
        <translation>플러그인</translation>
    </message>
    <message>
        <source>A plugin is a program of its own: it runs with your rights and can read, change and send whatever you can. Put only plugins there that you trust. Folder: %1</source>
        <translation>플러그인은 독립된 프로그램입니다. 사용자의 권한으로 실행되며, 사용자가 할 수 있는 모든 것을 읽고 바꾸고 보낼 수 있습니다. 신뢰하는 플러그인만 넣으세요. 폴더: %1</translation>
    </message>
    <message>
        <source>Figure of your &amp;own:</source>
        <translation>나만의 지표(&amp;O):</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>There is no method. Methods come with the program or as plugins.</source>
        <translation>방법이 없습니다. 방법은 프로그램에 들어 있거나 플러그인으로 추가됩니다.</translation>
    </message>
    <message>
        <source>%1
Source: %2</source>
        <translation>%1
출처: %2</translation>
    </message>
</context>
<context>
    <name>qscope::app::ParameterForm</name>
    <message>
        <source>%1
%2</source>
        <translation>%1
%2</translation>
    </message>
</context>
<context>
    <name>qscope::app::PluginTableModel</name>
    <message>
        <source>method</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>metric</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>built in</source>
        <translation>내장</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>설치됨</translation>
    </message>
    <message>
        <source>own</source>
        <translation>개인</translation>
    </message>
    <message>
        <source>not loaded</source>
        <translation>불러오지 못함</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>From</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>About</source>
        <translation>설명</translation>
    </message>
</context>
<context>
    <name>qscope::app::PriceDesk</name>
    <message>
        <source>Timing the layers</source>
        <translation>레이어 시간을 재는 중</translation>
    </message>
</context>
<context>
    <name>qscope::app::RangeCommands</name>
    <message>
        <source>Importing ranges</source>
        <translation>범위를 가져오는 중</translation>
    </message>
    <message>
        <source>%1: none of its tensors is one of this model.</source>
        <translation>%1: 이 모델에 있는 텐서가 하나도 없습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n tensor(s) to compare with.</source>
        <translation>
            <numerusform>%1: 비교할 텐서 %n개.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model does not have %n more.</source>
        <translation>
            <numerusform>모델에 없는 것이 %n개 더 있습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: none of its tensors is read by a layer of this model.</source>
        <translation>%1: 이 모델의 레이어가 읽는 텐서가 하나도 없습니다.</translation>
    </message>
    <message>
        <source>Import the ranges of %1</source>
        <translation>%1의 범위 가져오기</translation>
    </message>
    <message numerus="yes">
        <source>%1: ranges of %n layer(s).</source>
        <translation>
            <numerusform>%1: 레이어 %n개의 범위입니다.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qscope::app::Recovery</name>
    <message>
        <source>Quantoscope ended unexpectedly on %1 while %2 was open.</source>
        <translation>%1에 Quantoscope가 비정상 종료되었습니다. 열려 있던 모델: %2.</translation>
    </message>
    <message>
        <source>Go on with it, or let it be: it is offered again next time.</source>
        <translation>이어서 하거나 그대로 두십시오. 다음에 다시 물어봅니다.</translation>
    </message>
    <message>
        <source>Go on with that session</source>
        <translation>그 세션 이어서 하기</translation>
    </message>
    <message>
        <source>Another window has taken that session up already.</source>
        <translation>다른 창이 이미 그 세션을 이어받았습니다.</translation>
    </message>
</context>
<context>
    <name>qscope::app::ReportPane</name>
    <message>
        <source>&amp;Save Report…</source>
        <translation>보고서 저장(&amp;S)…</translation>
    </message>
    <message>
        <source>Save with &amp;Figures…</source>
        <translation>그림과 함께 저장(&amp;F)…</translation>
    </message>
    <message>
        <source>Write the report as a web page, as JSON or as text</source>
        <translation>보고서를 웹 페이지, JSON 또는 글로 씁니다</translation>
    </message>
    <message>
        <source>Write the report in all forms and every figure as a picture (SVG) to a folder</source>
        <translation>보고서를 모든 형식으로, 그림은 모두 SVG로 폴더에 씁니다</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>저장함: %1</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>보고서 저장</translation>
    </message>
    <message>
        <source>Web pages (*.html);;JSON files (*.json);;Text (*.txt)</source>
        <translation>웹 페이지 (*.html);;JSON 파일 (*.json);;텍스트 (*.txt)</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>보고서를 둘 폴더</translation>
    </message>
</context>
<context>
    <name>qscope::app::RunPage</name>
    <message>
        <source>&amp;Run</source>
        <translation>실행(&amp;R)</translation>
    </message>
</context>
<context>
    <name>qscope::app::SampleReader</name>
    <message>
        <source>The data is not open.</source>
        <translation>데이터가 열려 있지 않습니다.</translation>
    </message>
</context>
<context>
    <name>qscope::app::SearchDialog</name>
    <message>
        <source>Choose &amp;bits for every layer:</source>
        <translation>레이어마다 비트 수 선택(&amp;B):</translation>
    </message>
    <message>
        <source>Find Layers to Keep in Floating Point</source>
        <translation>부동소수점으로 둘 레이어 찾기</translation>
    </message>
    <message>
        <source>SQNR of the output at least</source>
        <translation>출력 SQNR 하한</translation>
    </message>
    <message>
        <source>Same top class at least</source>
        <translation>최상위 클래스 일치율 최소</translation>
    </message>
    <message>
        <source>Accuracy drop at most</source>
        <translation>정확도 하락 상한</translation>
    </message>
    <message>
        <source>Weights at most</source>
        <translation>가중치 크기 최대</translation>
    </message>
    <message>
        <source>Recommended: the best of the others</source>
        <translation>추천: 다른 방법 중 가장 좋은 것</translation>
    </message>
    <message>
        <source>Order of sensitivity (Wu et al.)</source>
        <translation>민감도 순서(Wu 등)</translation>
    </message>
    <message>
        <source>Greedy: the best layer each time</source>
        <translation>탐욕: 매번 가장 좋은 레이어</translation>
    </message>
    <message>
        <source>Integer program on the sensitivities</source>
        <translation>민감도에 대한 정수 계획법</translation>
    </message>
    <message>
        <source>&amp;Target:</source>
        <translation>목표(&amp;T):</translation>
    </message>
    <message>
        <source>&amp;Method:</source>
        <translation>방법(&amp;M):</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>찾기(&amp;F)</translation>
    </message>
    <message>
        <source>Value of the target</source>
        <translation>목표값</translation>
    </message>
    <message>
        <source>Bits to choose from</source>
        <translation>선택할 비트 수</translation>
    </message>
    <message>
        <source> dB</source>
        <translation> dB</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source> percentage points</source>
        <translation> %포인트</translation>
    </message>
    <message>
        <source> kB</source>
        <translation> kB</translation>
    </message>
    <message>
        <source>Bits are numbers from 2 to 16, or 32 for floating point, separated by commas.</source>
        <translation>비트 수는 2에서 16까지, 또는 부동소수점이면 32이며 쉼표로 구분합니다.</translation>
    </message>
    <message>
        <source>The fewest layers in floating point, measured on the open data.</source>
        <translation>열린 데이터로 측정하여 부동소수점 레이어를 가장 적게 합니다.</translation>
    </message>
    <message>
        <source>The fewest bits, measured on the open data.</source>
        <translation>열린 데이터로 측정하여 비트 수를 가장 적게 합니다.</translation>
    </message>
    <message>
        <source>an SQNR of %1 dB</source>
        <translation>SQNR %1 dB</translation>
    </message>
    <message>
        <source>an accuracy drop of %1 points</source>
        <translation>정확도 하락 %1%포인트</translation>
    </message>
    <message>
        <source>%1 % with the same top class</source>
        <translation>최상위 클래스 일치율 %1 %</translation>
    </message>
    <message>
        <source>weights of %1 kB</source>
        <translation>가중치 %1 kB</translation>
    </message>
    <message>
        <source>Bit operations at most</source>
        <translation>비트 연산 상한</translation>
    </message>
    <message>
        <source>Latency of the layers at most</source>
        <translation>레이어 지연 시간 상한</translation>
    </message>
    <message>
        <source> million</source>
        <translation> 백만</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>The order of sensitivity does not choose bits within a budget.</source>
        <translation>민감도 순서로는 예산 안에서 비트를 고르지 않습니다.</translation>
    </message>
    <message>
        <source>The least noise at the output within this budget.</source>
        <translation>이 예산 안에서 출력 잡음이 가장 작은 선택.</translation>
    </message>
    <message>
        <source>%1 million bit operations</source>
        <translation>비트 연산 %1백만</translation>
    </message>
    <message>
        <source>a latency of %1 ms</source>
        <translation>지연 시간 %1 ms</translation>
    </message>
    <message>
        <source>%1 at most</source>
        <translation>%1 이하</translation>
    </message>
    <message>
        <source>%1 at least</source>
        <translation>%1 이상</translation>
    </message>
    <message>
        <source>%1 of the figure of your own</source>
        <translation>직접 만든 수치 %1</translation>
    </message>
</context>
<context>
    <name>qscope::app::SensitivityRuns</name>
    <message>
        <source>Measuring each layer quantized alone</source>
        <translation>레이어를 하나씩만 양자화하여 측정 중</translation>
    </message>
    <message>
        <source>Measuring each layer left in floating point</source>
        <translation>레이어를 하나씩 부동소수점으로 두고 측정 중</translation>
    </message>
    <message>
        <source>Measuring the weights of each layer quantized alone</source>
        <translation>레이어의 가중치를 하나씩만 양자화하여 측정 중</translation>
    </message>
    <message>
        <source>Measuring the activations of each layer quantized alone</source>
        <translation>레이어의 활성값을 하나씩만 양자화하여 측정 중</translation>
    </message>
    <message>
        <source>Measuring the error along the depth</source>
        <translation>깊이에 따른 오차 측정 중</translation>
    </message>
    <message>
        <source>Measuring the sensitivity to compare with</source>
        <translation>비교할 민감도를 측정하는 중</translation>
    </message>
</context>
<context>
    <name>qscope::app::Session</name>
    <message>
        <source>Opening the model</source>
        <translation>모델을 여는 중</translation>
    </message>
    <message>
        <source>Open a model first: the data is checked against its inputs.</source>
        <translation>먼저 모델을 여세요. 데이터는 모델 입력과 맞는지 확인합니다.</translation>
    </message>
    <message>
        <source>Opening the data</source>
        <translation>데이터를 여는 중</translation>
    </message>
    <message>
        <source>Open the data first: labels belong to its samples.</source>
        <translation>먼저 데이터를 여세요. 레이블은 데이터의 샘플에 속합니다.</translation>
    </message>
    <message>
        <source>Reading the labels</source>
        <translation>레이블을 읽는 중</translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) read from %1.</source>
        <translation>
            <numerusform>%1에서 레이블 %n개를 읽었습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open a model and calibration data first.</source>
        <translation>먼저 모델과 캘리브레이션 데이터를 여세요.</translation>
    </message>
    <message>
        <source>Calibrating</source>
        <translation>캘리브레이션 중</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 열기</translation>
    </message>
    <message>
        <source>Keep %1 in floating point</source>
        <translation>부동소수점으로 유지: %1</translation>
    </message>
    <message>
        <source>Quantize %1</source>
        <translation>%1 양자화</translation>
    </message>
    <message numerus="yes">
        <source>Keep %n layer(s) in floating point</source>
        <translation>
            <numerusform>레이어 %n개를 부동소수점으로 유지</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Quantize %n layer(s)</source>
        <translation>
            <numerusform>레이어 %n개 양자화</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set the bits of %n layer(s)</source>
        <translation>
            <numerusform>레이어 %n개의 비트 설정</numerusform>
        </translation>
    </message>
    <message>
        <source>Change the calibrator</source>
        <translation>캘리브레이터 변경</translation>
    </message>
    <message>
        <source>Calibrate first: sensitivity is measured with calibrated ranges.</source>
        <translation>먼저 캘리브레이션하세요. 민감도는 캘리브레이션된 범위로 측정합니다.</translation>
    </message>
    <message>
        <source>Open a model first: a calibration belongs to one.</source>
        <translation>먼저 모델을 여십시오. 캘리브레이션은 하나의 모델에 속합니다.</translation>
    </message>
    <message>
        <source>Opening the calibration</source>
        <translation>캘리브레이션을 여는 중</translation>
    </message>
    <message>
        <source>The ranges are those of %1 of %2 samples; Calibrate goes on.</source>
        <translation>샘플 %2개 중 %1개의 범위입니다. 캘리브레이션을 누르면 이어서 진행합니다.</translation>
    </message>
    <message>
        <source>Looking for layers to keep in floating point</source>
        <translation>부동소수점으로 둘 레이어를 찾는 중</translation>
    </message>
    <message numerus="yes">
        <source>Keep %n layer(s) in floating point for %1</source>
        <translation>
            <numerusform>%1 목표에 맞게 레이어 %n개를 부동소수점으로 유지</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose bits for %1</source>
        <translation>%1에 맞게 비트 수 선택</translation>
    </message>
    <message>
        <source>%1: %2 of %3 layers in floating point, SQNR %4 dB, weights %5 kB.</source>
        <translation>%1: 레이어 %3개 중 %2개 부동소수점, SQNR %4 dB, 가중치 %5 kB.</translation>
    </message>
    <message>
        <source>The order of sensitivity needs %1.</source>
        <translation>민감도 순서로는 %1개가 필요합니다.</translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation>%1 복원</translation>
    </message>
    <message>
        <source>This calibration holds no histograms per channel: activations per channel reach from the smallest to the largest value until it is made again (Calibrate).</source>
        <translation>이 캘리브레이션에는 채널별 히스토그램이 없습니다. 다시 캘리브레이션할 때까지 채널별 활성값은 최솟값부터 최댓값까지를 범위로 씁니다.</translation>
    </message>
    <message>
        <source>Calibrating again: activations per channel need a histogram of every channel.</source>
        <translation>다시 캘리브레이션합니다: 채널별 활성값에는 채널마다 히스토그램이 필요합니다.</translation>
    </message>
    <message>
        <source>Set the range of %1</source>
        <translation>%1의 범위 정하기</translation>
    </message>
    <message>
        <source>Open a model and calibration data first, and calibrate: a method starts from the ranges.</source>
        <translation>먼저 모델과 캘리브레이션 데이터를 열고 캘리브레이션하세요. 방법은 범위에서 출발합니다.</translation>
    </message>
    <message>
        <source>%1 has finished, but the configuration was changed in between and stays.</source>
        <translation>%1 실행이 끝났지만, 그사이 설정이 바뀌어 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Running %1</source>
        <translation>%1 실행 중</translation>
    </message>
    <message>
        <source>%1 after %2</source>
        <translation>%1 (%2 적용 후)</translation>
    </message>
    <message>
        <source>The model before %1</source>
        <translation>%1 적용 전의 모델</translation>
    </message>
    <message>
        <source>The model after %1</source>
        <translation>%1 적용 후의 모델</translation>
    </message>
    <message>
        <source>Open a model and calibration data first, and calibrate: cures are measured with calibrated ranges.</source>
        <translation>먼저 모델과 캘리브레이션 데이터를 열고 캘리브레이션하세요. 처방은 캘리브레이션된 범위로 측정합니다.</translation>
    </message>
    <message>
        <source>The cures were measured under another configuration: measure them again.</source>
        <translation>처방은 다른 구성에서 측정한 것입니다. 다시 측정하세요.</translation>
    </message>
    <message>
        <source>Cure %1: %2</source>
        <translation>%1 처방: %2</translation>
    </message>
    <message>
        <source>Calibrate first: then a sample can be left out.</source>
        <translation>먼저 캘리브레이션하세요. 그다음에 샘플을 제외할 수 있습니다.</translation>
    </message>
    <message>
        <source>Calibrating without samples %1</source>
        <translation>샘플 %1 없이 캘리브레이션 중</translation>
    </message>
    <message>
        <source>Calibrate with all samples</source>
        <translation>모든 샘플로 캘리브레이션</translation>
    </message>
    <message>
        <source>Leave out samples %1</source>
        <translation>샘플 %1 제외</translation>
    </message>
    <message>
        <source>after</source>
        <translation>이후</translation>
    </message>
    <message>
        <source>before</source>
        <translation>이전</translation>
    </message>
</context>
<context>
    <name>qscope::app::StartPage</name>
    <message>
        <source>Drop an ONNX model here</source>
        <translation>여기에 ONNX 모델을 끌어다 놓으세요</translation>
    </message>
    <message>
        <source>Then drop calibration data: .npz, .npy, IDX, or a folder of images. Nothing leaves this computer.</source>
        <translation>그다음 캘리브레이션 데이터(.npz, .npy, IDX, 이미지 폴더)를 끌어다 놓으세요. 모델과 데이터는 이 컴퓨터 밖으로 나가지 않습니다.</translation>
    </message>
    <message>
        <source>Open a model…</source>
        <translation>모델 열기…</translation>
    </message>
    <message>
        <source>Try it on a sample</source>
        <translation>예제로 시작하기</translation>
    </message>
    <message>
        <source>Opened lately</source>
        <translation>최근에 연 항목</translation>
    </message>
    <message>
        <source>Lessons: a few minutes each</source>
        <translation>몇 분 만에 배우기</translation>
    </message>
    <message>
        <source>Quantoscope ended unexpectedly. Go on where it stopped?</source>
        <translation>Quantoscope가 비정상 종료되었습니다. 멈춘 곳에서 이어서 할까요?</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 with %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>이어서 하기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
</context>
<context>
    <name>qscope::app::StudyCommands</name>
    <message>
        <source>Open a model and data: the study calibrates by itself.</source>
        <translation>모델과 데이터를 여십시오. 실험이 스스로 캘리브레이션합니다.</translation>
    </message>
    <message>
        <source>Study of Vision Transformers</source>
        <translation>비전 트랜스포머 실험</translation>
    </message>
    <message>
        <source>Measures on your model what the RepQ-ViT paper claims: activations after LayerNorm quantized per tensor, per channel and reparameterised; four quantizers after softmax; few and many calibration samples.
quantoscope-cli study vit measures the same.</source>
        <translation>RepQ-ViT 논문의 주장을 지금 모델로 검증합니다. LayerNorm 뒤의 활성값을 텐서별, 채널별, 재매개변수화로 양자화한 것, 소프트맥스 뒤의 네 가지 양자화기, 캘리브레이션 샘플이 적을 때와 많을 때를 비교합니다.
quantoscope-cli study vit가 같은 것을 측정합니다.</translation>
    </message>
    <message>
        <source>Study of vision transformers</source>
        <translation>비전 트랜스포머 실험</translation>
    </message>
    <message>
        <source>The study is running.</source>
        <translation>실험하는 중입니다.</translation>
    </message>
</context>
<context>
    <name>qscope::app::TensorReader</name>
    <message>
        <source>The data is not open.</source>
        <translation>데이터가 열려 있지 않습니다.</translation>
    </message>
</context>
<context>
    <name>qscope::app::UnsavedWork</name>
    <message>
        <source>This session comes from a window that ended unexpectedly, and was not saved since.</source>
        <translation>이 세션은 비정상 종료된 창에서 왔고 그 뒤로 저장하지 않았습니다.</translation>
    </message>
    <message>
        <source>The configuration was changed since it was saved.</source>
        <translation>저장한 뒤에 구성이 바뀌었습니다.</translation>
    </message>
    <message>
        <source>Names or notes in the history are not saved.</source>
        <translation>기록의 이름이나 메모가 저장되지 않았습니다.</translation>
    </message>
    <message numerus="yes">
        <source>The calibration took %n second(s) and is in no file.</source>
        <translation>
            <numerusform>%n초 걸린 캘리브레이션이 파일에 저장되지 않았습니다.</numerusform>
        </translation>
    </message>
    <message>
        <source>A file is being written.</source>
        <translation>파일을 쓰고 있습니다.</translation>
    </message>
    <message>
        <source>Work is running and would be stopped.</source>
        <translation>작업이 진행 중이며 중단됩니다.</translation>
    </message>
    <message>
        <source>Close Quantoscope</source>
        <translation>Quantoscope 닫기</translation>
    </message>
    <message>
        <source>Close and lose what is not saved?</source>
        <translation>저장하지 않은 것을 버리고 닫을까요?</translation>
    </message>
    <message>
        <source>Save the Session…</source>
        <translation>세션 저장…</translation>
    </message>
    <message>
        <source>Close Without Saving</source>
        <translation>저장하지 않고 닫기</translation>
    </message>
</context>
<context>
    <name>qscope::views::AttentionView</name>
    <message>
        <source>Sample</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>What each query looks at</source>
        <translation>각 쿼리가 보는 곳</translation>
    </message>
    <message>
        <source>looks at (key)</source>
        <translation>키(주목하는 위치)</translation>
    </message>
    <message>
        <source>query</source>
        <translation>쿼리</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>확률</translation>
    </message>
    <message>
        <source>Choose a softmax, and open data.</source>
        <translation>소프트맥스를 고르고 데이터를 여세요.</translation>
    </message>
    <message>
        <source>Being computed.</source>
        <translation>계산하는 중입니다.</translation>
    </message>
    <message>
        <source>This is no attention: %1.</source>
        <translation>어텐션이 아닙니다: %1.</translation>
    </message>
    <message>
        <source>query %1 looks at %2 with p = %3</source>
        <translation>쿼리 %1에서 %2 위치에 주는 확률 p = %3</translation>
    </message>
</context>
<context>
    <name>qscope::views::ChannelsPanel</name>
    <message>
        <source>Channels</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>How unequal are the channels of a tensor, and of the weight that meets it?</source>
        <translation>텐서의 채널과 그 텐서를 받는 가중치의 채널은 얼마나 고르지 않은가?</translation>
    </message>
    <message>
        <source>All layers</source>
        <translation>모든 레이어</translation>
    </message>
    <message>
        <source>Widest first</source>
        <translation>넓은 순</translation>
    </message>
    <message>
        <source>Weight by input channel</source>
        <translation>입력 채널별 가중치</translation>
    </message>
    <message>
        <source>Weight by output channel</source>
        <translation>출력 채널별 가중치</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Channels of the weight</source>
        <translation>가중치의 채널</translation>
    </message>
    <message>
        <source>Range of every channel of the tensor</source>
        <translation>텐서의 채널별 범위</translation>
    </message>
    <message>
        <source>Range of every channel of the weight</source>
        <translation>가중치의 채널별 범위</translation>
    </message>
    <message>
        <source>Channel ranges of all layers</source>
        <translation>모든 레이어의 채널 범위</translation>
    </message>
    <message>
        <source>activation %1</source>
        <translation>활성값 %1</translation>
    </message>
    <message>
        <source>weight %1</source>
        <translation>가중치 %1</translation>
    </message>
    <message>
        <source>Widest to median channel: %1</source>
        <translation>가장 넓은 채널 대 중앙값: %1</translation>
    </message>
    <message>
        <source>activation</source>
        <translation>활성값</translation>
    </message>
    <message>
        <source>output channel</source>
        <translation>출력 채널</translation>
    </message>
    <message>
        <source>input channel, order as above</source>
        <translation>입력 채널(위와 같은 순서)</translation>
    </message>
    <message>
        <source>input channel</source>
        <translation>입력 채널</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>Choose a layer.</source>
        <translation>레이어를 선택하세요.</translation>
    </message>
    <message>
        <source>Calibrate to see the channels.</source>
        <translation>채널을 보려면 캘리브레이션하세요.</translation>
    </message>
    <message>
        <source>This tensor has no channel axis.</source>
        <translation>이 텐서에는 채널 축이 없습니다.</translation>
    </message>
    <message>
        <source>channel, widest first</source>
        <translation>채널(넓은 순)</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>채널</translation>
    </message>
    <message>
        <source>channel %1</source>
        <translation>채널 %1</translation>
    </message>
    <message>
        <source>min %1, max %2</source>
        <translation>최소 %1, 최대 %2</translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>평균 %1</translation>
    </message>
    <message>
        <source>%1 the median range</source>
        <translation>범위 중앙값의 %1</translation>
    </message>
    <message>
        <source>channels, widest first [%]</source>
        <translation>채널, 넓은 순 [%]</translation>
    </message>
    <message>
        <source>channels by number [%]</source>
        <translation>채널, 번호 순 [%]</translation>
    </message>
    <message>
        <source>range / median range of the tensor</source>
        <translation>범위 / 텐서의 범위 중앙값</translation>
    </message>
    <message>
        <source>no channels, or their range is zero</source>
        <translation>채널이 없거나 범위가 0입니다</translation>
    </message>
    <message>
        <source>widest channel here: %1 the median range</source>
        <translation>가장 넓은 채널: 범위 중앙값의 %1</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>its largest value is that of the tensor: click to see the sample</source>
        <translation>텐서의 최댓값이 이 채널에 있습니다. 누르면 샘플이 보입니다</translation>
    </message>
    <message>
        <source>its smallest value is that of the tensor: click to see the sample</source>
        <translation>텐서의 최솟값이 이 채널에 있습니다. 누르면 샘플이 보입니다</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>상자</translation>
    </message>
    <message>
        <source>A box for every channel instead of a band from min to max</source>
        <translation>최소~최대 띠 대신 채널마다 상자</translation>
    </message>
    <message>
        <source>Calibrate again with quartiles</source>
        <translation>사분위수를 기록하며 다시 캘리브레이션</translation>
    </message>
    <message>
        <source>Line: min to max. Thick: p0.01 to p99.99. Box: quartiles, dash: median.</source>
        <translation>선: 최소~최대. 굵은 선: p0.01~p99.99. 상자: 사분위수, 가로줄: 중앙값.</translation>
    </message>
    <message>
        <source>Line: min to max. Box: mean ± standard deviation, dash: mean.</source>
        <translation>선: 최소~최대. 상자: 평균 ± 표준편차, 가로줄: 평균.</translation>
    </message>
    <message>
        <source>p0.01 %1, p99.99 %2</source>
        <translation>p0.01 %1, p99.99 %2</translation>
    </message>
    <message>
        <source>quartiles %1, %2, %3</source>
        <translation>사분위수 %1, %2, %3</translation>
    </message>
    <message>
        <source>mean − std %1, mean + std %2</source>
        <translation>평균 − 표준편차 %1, 평균 + 표준편차 %2</translation>
    </message>
    <message numerus="yes">
        <source>the widest of %n channel(s) drawn as one box: zoom in to see each</source>
        <translation>
            <numerusform>상자 하나로 그린 채널 %n개 중 가장 넓은 것: 확대하면 하나씩 보입니다</numerusform>
        </translation>
    </message>
    <message>
        <source>Dashed: %1: %2</source>
        <translation>점선: %1: %2</translation>
    </message>
    <message>
        <source>activation unchanged</source>
        <translation>활성값 그대로</translation>
    </message>
    <message>
        <source>weight unchanged</source>
        <translation>가중치 그대로</translation>
    </message>
</context>
<context>
    <name>qscope::views::ComparisonDialog</name>
    <message>
        <source>%1 against %2</source>
        <translation>%1과(와) %2 비교</translation>
    </message>
    <message>
        <source>They mean the same for every layer.</source>
        <translation>모든 레이어에서 설정이 같습니다.</translation>
    </message>
    <message numerus="yes">
        <source>%n layer(s) differ:</source>
        <translation>
            <numerusform>레이어 %n개가 다릅니다:</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy as CSV</source>
        <translation>CSV로 복사</translation>
    </message>
    <message>
        <source>Layers that differ</source>
        <translation>다른 레이어</translation>
    </message>
    <message>
        <source>Layers in floating point</source>
        <translation>부동소수점 레이어</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>They were measured with different data or calibrations: the figures are not comparable, the settings are.</source>
        <translation>서로 다른 데이터나 캘리브레이션으로 측정했습니다. 설정은 비교할 수 있지만 수치는 비교할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>qscope::views::ComparisonTableModel</name>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Alone [dB]</source>
        <translation>단독 [dB]</translation>
    </message>
    <message>
        <source>All but [dB]</source>
        <translation>이것 제외 [dB]</translation>
    </message>
</context>
<context>
    <name>qscope::views::ConfigComparison</name>
    <message>
        <source>floating point</source>
        <translation>부동소수점</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1비트</translation>
    </message>
    <message>
        <source>symmetric</source>
        <translation>대칭</translation>
    </message>
    <message>
        <source>asymmetric</source>
        <translation>비대칭</translation>
    </message>
    <message>
        <source>weights: %1</source>
        <translation>가중치: %1</translation>
    </message>
    <message>
        <source>activations: %1</source>
        <translation>활성값: %1</translation>
    </message>
</context>
<context>
    <name>qscope::views::ConfigTexts</name>
    <message>
        <source>max</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>moving average</source>
        <translation>이동 평균</translation>
    </message>
    <message>
        <source>percentile</source>
        <translation>백분위수</translation>
    </message>
    <message>
        <source>entropy</source>
        <translation>엔트로피</translation>
    </message>
    <message>
        <source>MSE</source>
        <translation>MSE</translation>
    </message>
    <message>
        <source>Lp search</source>
        <translation>Lp 탐색</translation>
    </message>
    <message>
        <source>SQNR model</source>
        <translation>SQNR 모델</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>직접 지정</translation>
    </message>
    <message>
        <source>integer</source>
        <translation>정수</translation>
    </message>
    <message>
        <source>integer, scale 2ᵏ</source>
        <translation>정수, 스케일 2ᵏ</translation>
    </message>
    <message>
        <source>log2</source>
        <translation>log2</translation>
    </message>
    <message>
        <source>log√2</source>
        <translation>log√2</translation>
    </message>
    <message>
        <source>FP8 E4M3</source>
        <translation>FP8 E4M3</translation>
    </message>
    <message>
        <source>FP8 E5M2</source>
        <translation>FP8 E5M2</translation>
    </message>
    <message>
        <source>codebook</source>
        <translation>코드북</translation>
    </message>
    <message>
        <source>per tensor</source>
        <translation>텐서별</translation>
    </message>
    <message>
        <source>per channel</source>
        <translation>채널별</translation>
    </message>
    <message>
        <source>per block</source>
        <translation>블록별</translation>
    </message>
    <message>
        <source>BRECQ</source>
        <translation>BRECQ</translation>
    </message>
    <message>
        <source>GENIE</source>
        <translation>GENIE</translation>
    </message>
    <message>
        <source>AIMET</source>
        <translation>AIMET</translation>
    </message>
    <message>
        <source>Covers every value seen: nothing is clipped, and outliers make all steps coarser</source>
        <translation>관측된 모든 값을 담습니다. 잘리는 값이 없고, 이상값이 있으면 모든 간격이 커집니다</translation>
    </message>
    <message>
        <source>Covers an exponential average of the extremes of consecutive samples: single outliers count little</source>
        <translation>이어지는 샘플들의 최솟값과 최댓값을 지수 평균한 범위를 담습니다. 이상값 하나의 영향이 작습니다</translation>
    </message>
    <message>
        <source>Clips the rarest values at both ends</source>
        <translation>양쪽 끝의 가장 드문 값을 잘라냅니다</translation>
    </message>
    <message>
        <source>Least information lost (Kullback-Leibler divergence)</source>
        <translation>정보 손실을 최소화(쿨백-라이블러 발산)</translation>
    </message>
    <message>
        <source>Least mean square error of rounding and clipping together</source>
        <translation>반올림과 잘림을 합친 평균 제곱 오차를 최소화</translation>
    </message>
    <message>
        <source>Least power of the error over the ranges that BRECQ, GENIE or AIMET try</source>
        <translation>BRECQ, GENIE, AIMET가 시도하는 범위 가운데 오차의 거듭제곱이 가장 작은 범위</translation>
    </message>
    <message>
        <source>Least noise by theory: step²/12 inside the range, the clipped distance outside</source>
        <translation>이론상 잡음을 최소화: 범위 안은 간격²/12, 밖은 잘린 거리</translation>
    </message>
    <message>
        <source>The range you give</source>
        <translation>직접 정한 범위</translation>
    </message>
    <message>
        <source>Evenly spaced codes with a scale and a zero point</source>
        <translation>스케일과 영점이 있는 균등 간격 코드</translation>
    </message>
    <message>
        <source>Evenly spaced codes whose scale is a power of two: rescaling is a shift</source>
        <translation>스케일이 2의 거듭제곱인 균등 간격 코드: 재조정이 시프트로 끝납니다</translation>
    </message>
    <message>
        <source>Powers of two below the largest size: fine near zero, coarse at the top</source>
        <translation>가장 큰 크기 아래의 2의 거듭제곱: 0 근처는 촘촘하고 위쪽은 성깁니다</translation>
    </message>
    <message>
        <source>Powers of the square root of two below the largest size, made for softmax outputs</source>
        <translation>가장 큰 크기 아래의 √2의 거듭제곱, 소프트맥스 출력에 맞춘 방식</translation>
    </message>
    <message>
        <source>8-bit floats with 4 exponent and 3 mantissa bits</source>
        <translation>지수 4비트, 가수 3비트의 8비트 부동소수점</translation>
    </message>
    <message>
        <source>8-bit floats with 5 exponent and 2 mantissa bits</source>
        <translation>지수 5비트, 가수 2비트의 8비트 부동소수점</translation>
    </message>
    <message>
        <source>A table of values placed by k-means where the data are</source>
        <translation>데이터가 있는 곳에 k-평균으로 놓은 값의 표</translation>
    </message>
    <message>
        <source>One scale for the whole tensor</source>
        <translation>텐서 전체에 스케일 하나</translation>
    </message>
    <message>
        <source>One scale per channel</source>
        <translation>채널마다 스케일 하나</translation>
    </message>
    <message>
        <source>One scale per block of weights along the reduction</source>
        <translation>축약 방향의 가중치 블록마다 스케일 하나</translation>
    </message>
    <message>
        <source>80 ranges, from everything seen down to 0.21 of it</source>
        <translation>관측된 전체 범위부터 그 0.21배까지 80개 범위</translation>
    </message>
    <message>
        <source>100 ranges, from everything seen down to 0.01 of it</source>
        <translation>관측된 전체 범위부터 그 0.01배까지 100개 범위</translation>
    </message>
    <message>
        <source>Scales and offsets as AIMET tries them, clipped values counting three times</source>
        <translation>AIMET가 시도하는 스케일과 오프셋, 잘린 값은 세 배로 셉니다</translation>
    </message>
    <message>
        <source>quantiles</source>
        <translation>분위수</translation>
    </message>
    <message>
        <source>given scale</source>
        <translation>주어진 스케일</translation>
    </message>
    <message>
        <source>The best of three quantiles; zero need not be inside the range (RepQ-ViT)</source>
        <translation>세 분위수 중 가장 좋은 것; 0이 범위 안에 없어도 됩니다 (RepQ-ViT)</translation>
    </message>
    <message>
        <source>The scale and zero point a method found</source>
        <translation>방법이 찾은 스케일과 영점</translation>
    </message>
    <message>
        <source>twin range</source>
        <translation>두 구간</translation>
    </message>
    <message>
        <source>Two ranges with steps of their own: small and large values, or negative and positive ones (PTQ4ViT)</source>
        <translation>각자의 간격을 가진 두 구간: 작은 값과 큰 값, 또는 음수와 양수 (PTQ4ViT)</translation>
    </message>
</context>
<context>
    <name>qscope::views::CuresPanel</name>
    <message>
        <source>Cures</source>
        <translation>처방</translation>
    </message>
    <message>
        <source>What helps the current layer most, and at what price?</source>
        <translation>현재 레이어에 무엇이 얼마의 비용으로 가장 도움이 되는가?</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>Tries every change of this layer on all samples</source>
        <translation>이 레이어의 모든 변경을 모든 샘플로 시험합니다</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>적용</translation>
    </message>
    <message>
        <source>Cures of the layer, by measured gain</source>
        <translation>측정한 이득순의 레이어 처방</translation>
    </message>
    <message>
        <source>Choose a layer.</source>
        <translation>레이어를 선택하세요.</translation>
    </message>
    <message>
        <source>Being measured.</source>
        <translation>측정하는 중입니다.</translation>
    </message>
    <message>
        <source>Gain in SQNR of the output over %1 now, by changes of %2 alone, on %3 samples.</source>
        <translation>%2만 바꾸었을 때 출력 SQNR이 지금의 %1보다 얼마나 나아지는지, 샘플 %3개로 잰 값입니다.</translation>
    </message>
    <message>
        <source>Measured under another configuration.</source>
        <translation>다른 구성에서 측정한 값입니다.</translation>
    </message>
    <message>
        <source>The layer is in floating point: there is nothing to cure.</source>
        <translation>레이어가 부동소수점이라 처방할 것이 없습니다.</translation>
    </message>
    <message>
        <source>Measure what helps %1: more bits, another granularity or calibrator, equalization with its neighbours, floating point.</source>
        <translation>%1에 무엇이 도움이 되는지 측정합니다. 더 많은 비트, 다른 단위나 캘리브레이터, 이웃과의 균등화, 부동소수점.</translation>
    </message>
    <message>
        <source>Not among them: %1.</source>
        <translation>여기에 없는 것: %1.</translation>
    </message>
    <message>
        <source>≈: these samples do not tell whether it helps.</source>
        <translation>≈: 이 샘플들로는 도움이 되는지 알 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>qscope::views::GraphFigureValues</name>
    <message>
        <source>SQNR alone [dB]</source>
        <translation>단독 SQNR [dB]</translation>
    </message>
    <message>
        <source>SQNR of all but it [dB]</source>
        <translation>이것만 뺀 SQNR [dB]</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>Channel ratio</source>
        <translation>채널 비율</translation>
    </message>
    <message>
        <source>Largest input</source>
        <translation>가장 큰 입력</translation>
    </message>
    <message>
        <source>Size of the weights</source>
        <translation>가중치 크기</translation>
    </message>
    <message>
        <source>Latency [ms]</source>
        <translation>지연 시간 [ms]</translation>
    </message>
    <message>
        <source>FP</source>
        <translation>FP</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1비트</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>qscope::views::GraphPanel</name>
    <message>
        <source>Graph</source>
        <translation>그래프</translation>
    </message>
    <message>
        <source>How is the model connected, and where in it are the layers that hurt?</source>
        <translation>모델은 어떻게 이어져 있고, 해로운 레이어는 그 어디에 있습니까?</translation>
    </message>
    <message>
        <source>What the boxes are coloured by</source>
        <translation>상자 색의 기준</translation>
    </message>
    <message>
        <source>Find an operator, a layer or a block</source>
        <translation>연산자, 레이어 또는 블록 찾기</translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation>그래프에서 찾기</translation>
    </message>
    <message>
        <source>Unfold all</source>
        <translation>모두 펼치기</translation>
    </message>
    <message>
        <source>Fold all</source>
        <translation>모두 접기</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>Graph of the model</source>
        <translation>모델 그래프</translation>
    </message>
    <message>
        <source>(logarithmic)</source>
        <translation>(로그)</translation>
    </message>
    <message>
        <source>%1: not known yet</source>
        <translation>%1: 아직 모름</translation>
    </message>
    <message>
        <source>dashed: in floating point; double click: fold or unfold a block</source>
        <translation>점선: 부동소수점; 두 번 클릭: 블록 접기·펼치기</translation>
    </message>
    <message>
        <source>%1 operators, %2 layers</source>
        <translation>연산자 %1개, 레이어 %2개</translation>
    </message>
    <message>
        <source>left half: %1, right half: %2</source>
        <translation>왼쪽 절반: %1, 오른쪽 절반: %2</translation>
    </message>
    <message>
        <source>%1: not known of %2</source>
        <translation>%1: %2의 값은 아직 모름</translation>
    </message>
</context>
<context>
    <name>qscope::views::HistogramPanel</name>
    <message>
        <source>Histogram</source>
        <translation>히스토그램</translation>
    </message>
    <message>
        <source>How is the tensor distributed, and what does its quantizer do to it?</source>
        <translation>텐서는 어떻게 분포하며, 양자화기는 무엇을 바꾸는가?</translation>
    </message>
    <message>
        <source>Log counts</source>
        <translation>로그 개수</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Histogram of the tensor</source>
        <translation>텐서의 히스토그램</translation>
    </message>
    <message>
        <source>Choose a layer.</source>
        <translation>레이어를 선택하세요.</translation>
    </message>
    <message>
        <source>Calibrate to see the distribution.</source>
        <translation>분포를 보려면 캘리브레이션하세요.</translation>
    </message>
    <message>
        <source>Nothing was recorded for this tensor.</source>
        <translation>이 텐서에 대해 기록된 것이 없습니다.</translation>
    </message>
    <message>
        <source>Calibrators</source>
        <translation>캘리브레이터</translation>
    </message>
    <message>
        <source>Show what each calibrator would choose for this tensor</source>
        <translation>각 캘리브레이터가 이 텐서에 고를 범위를 보여 줍니다</translation>
    </message>
    <message>
        <source>%1: %2 to %3</source>
        <translation>%1: %2 ~ %3</translation>
    </message>
    <message>
        <source>, local SQNR %1</source>
        <translation>, 국소 SQNR %1</translation>
    </message>
    <message>
        <source>Quantized</source>
        <translation>양자화된 값</translation>
    </message>
    <message>
        <source>Show the same elements as the quantizer leaves them</source>
        <translation>같은 원소를 양자화기가 남기는 모습으로 보여 줍니다</translation>
    </message>
    <message>
        <source>Lay the quantizer of a configuration of the history over this one</source>
        <translation>기록에 있는 구성의 양자화기를 겹쳐 놓습니다</translation>
    </message>
    <message>
        <source>Configuration to compare with</source>
        <translation>비교할 구성</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>비교할 설정…</translation>
    </message>
</context>
<context>
    <name>qscope::views::HistoryFigures</name>
    <message>
        <source>SQNR</source>
        <translation>SQNR</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>일치율</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>정확도</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Bit operations</source>
        <translation>비트 연산</translation>
    </message>
    <message>
        <source>+ rules</source>
        <translation>+ 규칙</translation>
    </message>
    <message>
        <source> (95 %: %1 to %2)</source>
        <translation> (95 %: %1 ~ %2)</translation>
    </message>
    <message>
        <source>Size: %1 bytes of weights</source>
        <translation>크기: 가중치 %1바이트</translation>
    </message>
    <message>
        <source>Bit operations: %1 per sample</source>
        <translation>비트 연산: 샘플당 %1</translation>
    </message>
    <message>
        <source>In floating point: %1 of %2 layers</source>
        <translation>부동소수점: 레이어 %2개 중 %1개</translation>
    </message>
    <message>
        <source>Samples: %1</source>
        <translation>샘플: %1개</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>지연 시간</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Latency: %1 ms per sample, sum of the layers that were timed</source>
        <translation>지연 시간: 샘플당 %1 ms, 시간을 잰 레이어의 합</translation>
    </message>
    <message>
        <source>Own figure</source>
        <translation>직접 만든 수치</translation>
    </message>
</context>
<context>
    <name>qscope::views::HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>What was tried, and which of it is worth choosing from?</source>
        <translation>무엇을 시도했고, 그중 고를 만한 것은 무엇인가?</translation>
    </message>
    <message>
        <source>What is better when it is higher</source>
        <translation>높을수록 좋은 값</translation>
    </message>
    <message>
        <source>What it costs</source>
        <translation>비용</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>복원</translation>
    </message>
    <message>
        <source>Make this configuration the current one; can be undone</source>
        <translation>이 구성을 현재 구성으로 만듭니다. 실행 취소할 수 있습니다</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Show layer by layer where two selected entries differ, or one from the current</source>
        <translation>선택한 두 항목이, 또는 한 항목과 현재 구성이 어디서 다른지 레이어별로 보여 줍니다</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>메모 쓰기</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>More</source>
        <translation>더 보기</translation>
    </message>
    <message>
        <source>Evaluated configurations: metric against cost</source>
        <translation>평가한 구성: 비용에 대한 성능</translation>
    </message>
    <message>
        <source>Evaluated configurations</source>
        <translation>평가한 구성</translation>
    </message>
    <message>
        <source>size of the weights [%1]</source>
        <translation>가중치 크기 [%1]</translation>
    </message>
    <message>
        <source>bit operations per sample [%1]</source>
        <translation>샘플당 비트 연산 [%1]</translation>
    </message>
    <message>
        <source>SQNR of the output [dB]</source>
        <translation>출력의 SQNR [dB]</translation>
    </message>
    <message>
        <source>same top class [%]</source>
        <translation>최상위 클래스 일치 [%]</translation>
    </message>
    <message>
        <source>accuracy [%]</source>
        <translation>정확도 [%]</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>열린 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Every configuration that is evaluated becomes a point here. Open data and calibrate; then change bits or keep layers in floating point.</source>
        <translation>평가한 구성은 모두 여기에 점으로 나타납니다. 데이터를 열고 캘리브레이션한 다음, 비트를 바꾸거나 레이어를 부동소수점으로 두세요.</translation>
    </message>
    <message>
        <source>Open the labels of the data to see the accuracy.</source>
        <translation>정확도를 보려면 데이터의 레이블을 여세요.</translation>
    </message>
    <message>
        <source>Not known for these configurations.</source>
        <translation>이 구성들에 대해서는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>latency of the layers [ms per sample]</source>
        <translation>레이어 지연 시간 [샘플당 ms]</translation>
    </message>
    <message>
        <source>No configuration was measured with this figure yet.</source>
        <translation>이 수치로 측정한 설정이 아직 없습니다.</translation>
    </message>
</context>
<context>
    <name>qscope::views::HistoryTableModel</name>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Order in which the configurations were evaluated</source>
        <translation>구성을 평가한 순서</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Name of the entry (F2), or its configuration in short</source>
        <translation>항목의 이름(F2), 없으면 구성의 요약</translation>
    </message>
    <message>
        <source>What the plot shows upward</source>
        <translation>그림의 세로축 값</translation>
    </message>
    <message>
        <source>What the plot shows to the right</source>
        <translation>그림의 가로축 값</translation>
    </message>
    <message>
        <source>FP</source>
        <translation>FP</translation>
    </message>
    <message>
        <source>Layers in floating point</source>
        <translation>부동소수점 레이어</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>What you want to remember about it</source>
        <translation>기억해 둘 내용</translation>
    </message>
    <message>
        <source>Measured with other data or another calibration: not comparable.</source>
        <translation>다른 데이터나 다른 캘리브레이션으로 측정하여 비교할 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>qscope::views::JobStrip</name>
    <message>
        <source>%1: stopping…</source>
        <translation>%1: 중지하는 중…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 남음</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Stop what is running; what is known so far stays</source>
        <translation>실행 중인 작업을 멈춥니다. 지금까지 알아낸 것은 남습니다</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>진행률</translation>
    </message>
</context>
<context>
    <name>qscope::views::LayerFilterProxy</name>
    <message>
        <source>Not a regular expression: %1 (at character %2).</source>
        <translation>정규식이 아닙니다: %1 (%2번째 글자).</translation>
    </message>
</context>
<context>
    <name>qscope::views::LayerTableModel</name>
    <message>
        <source>Structure</source>
        <translation>구조</translation>
    </message>
    <message>
        <source>What the layer is to the structures around it: what it takes the output of, its part of an attention, what it feeds</source>
        <translation>주변 구조에서 이 레이어가 맡은 역할: 무엇의 출력을 받는지, 어텐션의 어느 부분인지, 무엇에 넘기는지</translation>
    </message>
    <message>
        <source>FP</source>
        <translation>FP</translation>
    </message>
    <message>
        <source>Measured under another configuration; measure again.</source>
        <translation>다른 구성에서 측정한 값입니다. 다시 측정하세요.</translation>
    </message>
    <message>
        <source>Being measured.</source>
        <translation>측정하는 중입니다.</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>아직 측정하지 않았습니다.</translation>
    </message>
    <message>
        <source>Not counted: %1 NaN, %2 infinite elements.</source>
        <translation>집계 제외: NaN %1개, 무한대 %2개.</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Number of the layer in execution order</source>
        <translation>실행 순서로 본 레이어 번호</translation>
    </message>
    <message>
        <source>Keep this layer in floating point (Space)</source>
        <translation>이 레이어를 부동소수점으로 유지(Space)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>Name of the layer in the model file</source>
        <translation>모델 파일에 있는 레이어 이름</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>종류</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>연산자</translation>
    </message>
    <message>
        <source>Bits of weights / activations (keys 2 to 9 set both)</source>
        <translation>가중치/활성값의 비트(2~9 키로 둘 다 설정)</translation>
    </message>
    <message>
        <source>SQNR of the output with only this layer quantized: low means that it hurts</source>
        <translation>이 레이어만 양자화했을 때 출력의 SQNR: 낮을수록 손실이 큽니다</translation>
    </message>
    <message>
        <source>All but [dB]</source>
        <translation>이것 제외 [dB]</translation>
    </message>
    <message>
        <source>SQNR of the output with every layer quantized but this one: high means that leaving it in floating point helps</source>
        <translation>이 레이어만 빼고 모두 양자화했을 때 출력의 SQNR: 높을수록 부동소수점으로 두는 것이 도움이 됩니다</translation>
    </message>
    <message>
        <source>Ch. ratio</source>
        <translation>채널 비</translation>
    </message>
    <message>
        <source>Range of the widest channel over the median channel range, of the activation input (the largest of several inputs)</source>
        <translation>활성값 입력에서 가장 넓은 채널의 범위를 채널 범위의 중앙값으로 나눈 값(입력이 여럿이면 가장 큰 값)</translation>
    </message>
    <message>
        <source>Min</source>
        <translation>최소</translation>
    </message>
    <message>
        <source>Smallest value of the activation inputs</source>
        <translation>활성값 입력의 최솟값</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>최대</translation>
    </message>
    <message>
        <source>Largest value of the activation inputs</source>
        <translation>활성값 입력의 최댓값</translation>
    </message>
    <message>
        <source>p0.01</source>
        <translation>p0.01</translation>
    </message>
    <message>
        <source>0.01 % of the values lie below</source>
        <translation>값의 0.01 %가 이보다 작습니다</translation>
    </message>
    <message>
        <source>p99.99</source>
        <translation>p99.99</translation>
    </message>
    <message>
        <source>99.99 % of the values lie below</source>
        <translation>값의 99.99 %가 이보다 작습니다</translation>
    </message>
    <message>
        <source>Input shape</source>
        <translation>입력 형상</translation>
    </message>
    <message>
        <source>Shape of the activation inputs for one sample</source>
        <translation>샘플 하나에 대한 활성값 입력의 형상</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>블록</translation>
    </message>
    <message>
        <source>Part of the model the layer belongs to, by its name</source>
        <translation>이름으로 본, 레이어가 속한 모델의 부분</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>Alone [dB]</source>
        <translation>단독 [dB]</translation>
    </message>
    <message>
        <source>≈: these samples do not tell it from its neighbour in the ranking.</source>
        <translation>≈: 이 샘플으로는 순위의 이웃과 구별되지 않습니다.</translation>
    </message>
    <message>
        <source>Pairs of QuantizeLinear and DequantizeLinear in the exported model: %1</source>
        <translation>내보낸 모델의 QuantizeLinear·DequantizeLinear 쌍: %1</translation>
    </message>
    <message>
        <source>Being timed.</source>
        <translation>시간을 재는 중입니다.</translation>
    </message>
    <message>
        <source>There are no kernels to time this layer with, or it was not calibrated.</source>
        <translation>이 레이어의 시간을 잴 커널이 없거나 캘리브레이션하지 않았습니다.</translation>
    </message>
    <message>
        <source>Δ size</source>
        <translation>Δ 크기</translation>
    </message>
    <message>
        <source>What the model&apos;s weights grow by when this layer goes to floating point, or back to integers</source>
        <translation>이 레이어를 부동소수점으로, 또는 다시 정수로 바꿀 때 모델 가중치가 늘어나는 양</translation>
    </message>
    <message>
        <source>Δ bit ops</source>
        <translation>Δ 비트 연산</translation>
    </message>
    <message>
        <source>What the bit operations per sample grow by when this layer is toggled: multiplications times bits times bits</source>
        <translation>이 레이어를 바꿀 때 샘플당 비트 연산이 늘어나는 양: 곱셈 수 × 비트 × 비트</translation>
    </message>
    <message>
        <source>Δ borders</source>
        <translation>Δ 경계</translation>
    </message>
    <message>
        <source>How many more conversions between integers and floating point the model makes when this layer is toggled</source>
        <translation>이 레이어를 바꿀 때 정수와 부동소수점 사이의 변환이 늘어나는 수</translation>
    </message>
    <message>
        <source>Δ ms</source>
        <translation>Δ ms</translation>
    </message>
    <message>
        <source>What the time per sample grows by when this layer is toggled: its product timed with int8 and float32 kernels on this machine</source>
        <translation>이 레이어를 바꿀 때 샘플당 시간이 늘어나는 양: 이 컴퓨터에서 int8과 float32 커널로 곱을 잰 시간</translation>
    </message>
</context>
<context>
    <name>qscope::views::LayersPanel</name>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Which layers are there, and which stay in floating point?</source>
        <translation>어떤 레이어가 있고, 어느 것이 부동소수점으로 남는가?</translation>
    </message>
    <message>
        <source>Filter: words of name, type, structure, block, or /expression/</source>
        <translation>거르기: 이름·종류·구조·블록의 낱말 또는 /정규식/</translation>
    </message>
    <message>
        <source>Filter of the layers</source>
        <translation>레이어 거르기</translation>
    </message>
    <message>
        <source>Layers of the model</source>
        <translation>모델의 레이어</translation>
    </message>
    <message>
        <source>not an expression</source>
        <translation>잘못된 정규식</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>Layers shown</source>
        <translation>표시된 레이어</translation>
    </message>
    <message>
        <source>Keep in floating point</source>
        <translation>부동소수점으로 유지</translation>
    </message>
    <message>
        <source>Quantize</source>
        <translation>양자화</translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation>가중치 비트</translation>
    </message>
    <message>
        <source>Activation bits</source>
        <translation>활성값 비트</translation>
    </message>
    <message>
        <source>Select whole block</source>
        <translation>블록 전체 선택</translation>
    </message>
    <message>
        <source>Select layers joined by Add or Concat</source>
        <translation>Add 또는 Concat으로 이어진 레이어 선택</translation>
    </message>
    <message>
        <source>Brushed ✕</source>
        <translation>선택 영역 ✕</translation>
    </message>
    <message>
        <source>The layers brushed in the ranges: show all again</source>
        <translation>범위 그림에서 사각형으로 고른 레이어입니다. 누르면 모두 다시 보입니다</translation>
    </message>
</context>
<context>
    <name>qscope::views::MessageTableModel</name>
    <message>
        <source>Error</source>
        <translation>오류</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>경고</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>%1 (%2 times)</source>
        <translation>%1 (%2번)</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>무슨 일</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>어디서</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>할 일</translation>
    </message>
</context>
<context>
    <name>qscope::views::MessagesPanel</name>
    <message>
        <source>Messages</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>What went wrong, where, and what to do?</source>
        <translation>무엇이 어디서 잘못되었고 어떻게 하면 되는가?</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Copy the selected messages, or all of them, as text</source>
        <translation>고른 메시지나 전부를 글로 복사합니다</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>비우기</translation>
    </message>
    <message>
        <source>Forget all messages</source>
        <translation>모든 메시지를 지웁니다</translation>
    </message>
    <message>
        <source>Messages, the newest first</source>
        <translation>메시지, 최신순</translation>
    </message>
    <message>
        <source>Nothing was reported. Errors and warnings come here, with what to do.</source>
        <translation>보고된 것이 없습니다. 오류와 경고가 할 일과 함께 여기에 나타납니다.</translation>
    </message>
</context>
<context>
    <name>qscope::views::MetricStrip</name>
    <message>
        <source>Figures</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>What does the configuration cost?</source>
        <translation>이 구성의 대가는 얼마인가?</translation>
    </message>
    <message>
        <source>float</source>
        <translation>부동소수점</translation>
    </message>
    <message>
        <source>all quantized</source>
        <translation>모두 양자화</translation>
    </message>
    <message>
        <source>now</source>
        <translation>현재</translation>
    </message>
    <message>
        <source>SQNR</source>
        <translation>SQNR</translation>
    </message>
    <message>
        <source>agreement</source>
        <translation>일치율</translation>
    </message>
    <message>
        <source>size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Accuracy of the model in floating point</source>
        <translation>부동소수점 모델의 정확도</translation>
    </message>
    <message>
        <source>Open labels to see the accuracy.</source>
        <translation>정확도를 보려면 레이블을 여세요.</translation>
    </message>
    <message>
        <source>Being computed.</source>
        <translation>계산하는 중입니다.</translation>
    </message>
    <message>
        <source>Not known before calibration.</source>
        <translation>캘리브레이션 전에는 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Accuracy with no layer in floating point</source>
        <translation>부동소수점 레이어가 없을 때의 정확도</translation>
    </message>
    <message>
        <source>SQNR of the output with no layer in floating point</source>
        <translation>부동소수점 레이어가 없을 때 출력의 SQNR</translation>
    </message>
    <message>
        <source>Being computed for the current configuration.</source>
        <translation>현재 구성에 대해 계산하는 중입니다.</translation>
    </message>
    <message numerus="yes">
        <source> (%n in FP)</source>
        <translation>
            <numerusform> (FP %n개)</numerusform>
        </translation>
    </message>
    <message>
        <source>over %1 samples</source>
        <translation>샘플 %1개 기준</translation>
    </message>
    <message>
        <source>Accuracy with the current configuration, %1</source>
        <translation>현재 구성의 정확도, %1</translation>
    </message>
    <message>
        <source>SQNR of the output, %1</source>
        <translation>출력의 SQNR, %1</translation>
    </message>
    <message>
        <source>Signal to quantization noise ratio of the output, %1</source>
        <translation>출력의 신호 대 양자화 잡음비, %1</translation>
    </message>
    <message>
        <source>Samples with the same top class as in floating point, %1</source>
        <translation>부동소수점과 최상위 클래스가 같은 샘플, %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>Weights of the layers under the current configuration, of their size in float32</source>
        <translation>현재 구성에서 레이어 가중치의 크기와 float32일 때의 크기</translation>
    </message>
    <message>
        <source>bit ops</source>
        <translation>비트 연산</translation>
    </message>
    <message>
        <source>latency</source>
        <translation>지연 시간</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>열린 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Multiplications per sample, times the bits of both factors; %1 in float32. The model converts between integers and floating point %2 times.</source>
        <translation>샘플당 곱셈 수에 두 인수의 비트를 곱한 값; float32에서는 %1. 모델은 정수와 부동소수점 사이를 %2번 변환합니다.</translation>
    </message>
    <message>
        <source>%1 of %2 ms</source>
        <translation>%2 중 %1 ms</translation>
    </message>
    <message>
        <source>Estimated time per sample on this machine: the sum of %1 of %2 layers, each timed alone with int8 or float32 kernels; of their time in float32. What runs between them and conversions are not in it.</source>
        <translation>이 컴퓨터에서 샘플당 추정 시간: 레이어 %2개 가운데 %1개를 각각 따로 int8 또는 float32 커널로 잰 시간의 합과, float32에서의 시간. 그 사이의 연산과 변환은 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>The layers are being timed.</source>
        <translation>레이어 시간을 재는 중입니다.</translation>
    </message>
    <message>
        <source>The layers have not been timed.</source>
        <translation>레이어 시간을 재지 않았습니다.</translation>
    </message>
    <message>
        <source>from %1 to %2 with other samples</source>
        <translation>다른 샘플에서는 %1에서 %2까지</translation>
    </message>
    <message>
        <source>A figure of your own, from a plugin</source>
        <translation>플러그인이 재는 나만의 지표</translation>
    </message>
    <message>
        <source>Accuracy of %1 in floating point</source>
        <translation>부동소수점에서 %1의 정확도</translation>
    </message>
    <message>
        <source>over %1 samples, against the float outputs of %2</source>
        <translation>샘플 %1개, %2의 부동소수점 출력과 비교</translation>
    </message>
</context>
<context>
    <name>qscope::views::Plot</name>
    <message>
        <source>PNG image (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)</source>
        <translation>PNG 이미지 (*.png);;SVG 그림 (*.svg);;PDF 문서 (*.pdf)</translation>
    </message>
    <message>
        <source>Save plot</source>
        <translation>그림 저장</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>전체 보기</translation>
    </message>
    <message>
        <source>Copy image</source>
        <translation>이미지 복사</translation>
    </message>
    <message>
        <source>Save as PNG, SVG or PDF…</source>
        <translation>PNG, SVG, PDF로 저장…</translation>
    </message>
</context>
<context>
    <name>qscope::views::ProvenancePanel</name>
    <message>
        <source>Samples</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>Which sample makes the range as wide as it is, and what becomes of it without that sample?</source>
        <translation>어느 샘플이 범위를 이렇게 넓히는가, 그 샘플이 없으면 범위는 어떻게 되는가?</translation>
    </message>
    <message>
        <source>Smallest value</source>
        <translation>최솟값</translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation>최댓값</translation>
    </message>
    <message>
        <source>Take all back</source>
        <translation>모두 되돌리기</translation>
    </message>
    <message>
        <source>Calibrate with every sample again</source>
        <translation>모든 샘플로 다시 캘리브레이션합니다</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>텐서</translation>
    </message>
    <message>
        <source>Which extreme</source>
        <translation>어느 쪽 끝</translation>
    </message>
    <message>
        <source>Range of the tensor in every sample</source>
        <translation>샘플마다의 텐서 범위</translation>
    </message>
    <message>
        <source>The sample, with the place of the extreme marked</source>
        <translation>최솟값이나 최댓값의 자리를 표시한 샘플</translation>
    </message>
    <message>
        <source>Choose a layer.</source>
        <translation>레이어를 선택하세요.</translation>
    </message>
    <message>
        <source>Calibrate to see the samples.</source>
        <translation>캘리브레이션하면 샘플이 보입니다.</translation>
    </message>
    <message>
        <source>Nothing was recorded for this tensor.</source>
        <translation>이 텐서에 대해 기록된 것이 없습니다.</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>위치 %1</translation>
    </message>
    <message>
        <source>in channel %1, at %2</source>
        <translation>채널 %1, 위치 %2</translation>
    </message>
    <message>
        <source>The smallest value, %1, is in sample %2, %3.</source>
        <translation>최솟값 %1의 위치: 샘플 %2, %3.</translation>
    </message>
    <message>
        <source>The largest value, %1, is in sample %2, %3.</source>
        <translation>최댓값 %1의 위치: 샘플 %2, %3.</translation>
    </message>
    <message>
        <source>The spot is the position in the tensor; what it has seen of the image is larger.</source>
        <translation>표시는 텐서 안의 위치이며, 이 값에 영향을 준 이미지 영역은 이보다 넓습니다.</translation>
    </message>
    <message>
        <source>Take sample %1 back</source>
        <translation>샘플 %1 되돌리기</translation>
    </message>
    <message>
        <source>Leave out sample %1</source>
        <translation>샘플 %1 제외</translation>
    </message>
    <message>
        <source>Calibrates again without it; it is still evaluated</source>
        <translation>이 샘플 없이 다시 캘리브레이션합니다. 평가에는 계속 씁니다</translation>
    </message>
    <message>
        <source>From %1 to %2 with all samples; from %3 to %4 without samples %5.</source>
        <translation>모든 샘플로는 %1~%2, 샘플 %5 없이는 %3~%4입니다.</translation>
    </message>
    <message>
        <source>Left out: samples %1.</source>
        <translation>제외한 샘플: %1.</translation>
    </message>
</context>
<context>
    <name>qscope::views::RangesPanel</name>
    <message>
        <source>Ranges</source>
        <translation>범위</translation>
    </message>
    <message>
        <source>How wide are the activations of every layer, and what does the configuration clip?</source>
        <translation>각 레이어의 활성값은 얼마나 넓으며, 구성은 무엇을 잘라내는가?</translation>
    </message>
    <message>
        <source>Activation inputs</source>
        <translation>입력 활성값</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>출력</translation>
    </message>
    <message>
        <source>Which tensors</source>
        <translation>어떤 텐서</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>로그</translation>
    </message>
    <message>
        <source>Logarithmic for both signs, linear near zero</source>
        <translation>양과 음 모두 로그, 0 근처는 선형</translation>
    </message>
    <message>
        <source>Ranges of all layers</source>
        <translation>모든 레이어의 범위</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>열린 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Calibrate to see the ranges.</source>
        <translation>범위를 보려면 캘리브레이션하세요.</translation>
    </message>
    <message>
        <source>Nothing was recorded for these tensors.</source>
        <translation>이 텐서들에 대해 기록된 것이 없습니다.</translation>
    </message>
    <message>
        <source>layer, in execution order</source>
        <translation>레이어(실행 순서)</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>box: quartiles, line: min to max</source>
        <translation>상자: 사분위수, 선: 최소~최대</translation>
    </message>
    <message>
        <source>p0.01 to p99.99</source>
        <translation>p0.01~p99.99</translation>
    </message>
    <message>
        <source>range of the quantizer</source>
        <translation>양자화기의 범위</translation>
    </message>
    <message>
        <source>outliers: (max − min) &amp;gt; %1 × (p99.99 − p0.01), %2 of %3</source>
        <translation>이상값: (최대 − 최소) &amp;gt; %1 × (p99.99 − p0.01), %3개 중 %2개</translation>
    </message>
    <message>
        <source>NaN or infinite values in %1 tensors</source>
        <translation>텐서 %1개에 NaN 또는 무한대 값</translation>
    </message>
    <message>
        <source>calibration is still running</source>
        <translation>캘리브레이션이 아직 진행 중입니다</translation>
    </message>
    <message>
        <source>min %1, max %2</source>
        <translation>최소 %1, 최대 %2</translation>
    </message>
    <message>
        <source>p0.01 %1, p99.99 %2</source>
        <translation>p0.01 %1, p99.99 %2</translation>
    </message>
    <message>
        <source>quartiles %1, %2, %3</source>
        <translation>사분위수 %1, %2, %3</translation>
    </message>
    <message>
        <source>quantizer covers %1 to %2</source>
        <translation>양자화기 표현 범위 %1~%2</translation>
    </message>
    <message>
        <source>outlier: full range is %1 the range p0.01 to p99.99</source>
        <translation>이상값: 전체 범위가 p0.01~p99.99 범위의 %1</translation>
    </message>
    <message>
        <source>%1 NaN or infinite elements are not counted</source>
        <translation>NaN 또는 무한대 원소 %1개는 집계하지 않음</translation>
    </message>
    <message>
        <source>calibration was stopped after %1 of %2 samples</source>
        <translation>샘플 %2개 중 %1개에서 캘리브레이션이 멈췄습니다</translation>
    </message>
    <message>
        <source>%1: min to max</source>
        <translation>%1: 최솟값에서 최댓값</translation>
    </message>
    <message>
        <source>%1: min %2, max %3</source>
        <translation>%1: 최솟값 %2, 최댓값 %3</translation>
    </message>
</context>
<context>
    <name>qscope::views::SampleTrace</name>
    <message>
        <source>sample</source>
        <translation>샘플</translation>
    </message>
    <message>
        <source>value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>sample %1: left out</source>
        <translation>샘플 %1: 제외함</translation>
    </message>
    <message>
        <source>sample %1: %2 to %3</source>
        <translation>샘플 %1: %2~%3</translation>
    </message>
</context>
<context>
    <name>qscope::views::SensitivityBars</name>
    <message>
        <source>SQNR of the layer&apos;s output [dB]</source>
        <translation>레이어 출력의 SQNR [dB]</translation>
    </message>
    <message>
        <source>SQNR of the output [dB]</source>
        <translation>출력의 SQNR [dB]</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>열린 모델이 없습니다.</translation>
    </message>
    <message>
        <source>Being measured.</source>
        <translation>측정하는 중입니다.</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>아직 측정하지 않았습니다.</translation>
    </message>
    <message>
        <source>SQNR [dB]</source>
        <translation>SQNR [dB]</translation>
    </message>
</context>
<context>
    <name>qscope::views::SensitivityPanel</name>
    <message>
        <source>Sensitivity</source>
        <translation>민감도</translation>
    </message>
    <message>
        <source>Which layers hurt the output when they are quantized?</source>
        <translation>어떤 레이어가 양자화되면 출력이 나빠지는가?</translation>
    </message>
    <message>
        <source>Only this layer quantized</source>
        <translation>이 레이어만 양자화</translation>
    </message>
    <message>
        <source>All quantized but this layer</source>
        <translation>이 레이어만 빼고 양자화</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>나쁜 순</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>측정</translation>
    </message>
    <message>
        <source>What is measured</source>
        <translation>측정 대상</translation>
    </message>
    <message>
        <source>Sensitivity of all layers</source>
        <translation>모든 레이어의 민감도</translation>
    </message>
    <message>
        <source>Runs the model once per layer or less; may take a while</source>
        <translation>레이어마다 한 번 이하로 모델을 실행합니다. 시간이 걸릴 수 있습니다</translation>
    </message>
    <message>
        <source>Calibrate first.</source>
        <translation>먼저 캘리브레이션하세요.</translation>
    </message>
    <message>
        <source>rank, worst first</source>
        <translation>순위(나쁜 순)</translation>
    </message>
    <message>
        <source>Tall bars hurt: quantized alone, these layers lower the SQNR most. The axis points down.</source>
        <translation>막대가 길수록 해롭습니다: 그 레이어만 양자화했을 때 SQNR이 더 낮습니다. 세로축은 아래로 갈수록 값이 큽니다.</translation>
    </message>
    <message>
        <source>Tall bars help most when left in floating point.</source>
        <translation>막대가 높을수록 부동소수점으로 둘 때 가장 도움이 됩니다.</translation>
    </message>
    <message>
        <source>Green: in floating point now.</source>
        <translation>초록: 현재 부동소수점.</translation>
    </message>
    <message>
        <source>Measured under another configuration.</source>
        <translation>다른 구성에서 측정한 값입니다.</translation>
    </message>
    <message>
        <source>Still measuring.</source>
        <translation>아직 측정하는 중입니다.</translation>
    </message>
    <message>
        <source>only this layer quantized: %1</source>
        <translation>이 레이어만 양자화: %1</translation>
    </message>
    <message>
        <source>all quantized but this layer: %1</source>
        <translation>이 레이어만 빼고 양자화: %1</translation>
    </message>
    <message>
        <source>agreement %1</source>
        <translation>일치율 %1</translation>
    </message>
    <message>
        <source>accuracy %1</source>
        <translation>정확도 %1</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Only this layer&apos;s weights quantized</source>
        <translation>이 레이어의 가중치만 양자화</translation>
    </message>
    <message>
        <source>Only this layer&apos;s activations quantized</source>
        <translation>이 레이어의 활성값만 양자화</translation>
    </message>
    <message>
        <source>Error along the depth, all quantized</source>
        <translation>모두 양자화했을 때 깊이에 따른 오차</translation>
    </message>
    <message>
        <source>%1 samples; whiskers: 95 %.</source>
        <translation>샘플 %1개, 수염: 95 %.</translation>
    </message>
    <message>
        <source>Tall bars: these weights alone lower the SQNR most.</source>
        <translation>긴 막대: 이 가중치만으로도 SQNR이 가장 많이 낮아집니다.</translation>
    </message>
    <message>
        <source>Tall bars: these activations alone lower the SQNR most.</source>
        <translation>긴 막대: 이 활성값만으로도 SQNR이 가장 많이 낮아집니다.</translation>
    </message>
    <message>
        <source>Bars: error with everything before quantized too; dots: of the layer by itself.</source>
        <translation>막대: 앞의 모든 것도 양자화했을 때의 오차, 점: 그 레이어만의 오차.</translation>
    </message>
    <message>
        <source>only its weights quantized: %1</source>
        <translation>가중치만 양자화: %1</translation>
    </message>
    <message>
        <source>only its activations quantized: %1</source>
        <translation>활성값만 양자화: %1</translation>
    </message>
    <message>
        <source>output of the layer, all quantized: %1</source>
        <translation>모두 양자화했을 때 레이어의 출력: %1</translation>
    </message>
    <message>
        <source>95 % interval: %1 to %2</source>
        <translation>95 % 구간: %1~%2</translation>
    </message>
    <message>
        <source>These samples do not tell it from its neighbour in the ranking.</source>
        <translation>이 샘플으로는 순위의 이웃과 구별되지 않습니다.</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>나란히</translation>
    </message>
    <message>
        <source>Only this layer, all but this layer and the error along the depth, below each other</source>
        <translation>이 레이어만, 이 레이어만 빼고, 깊이에 따른 오차를 위아래로 보여 줍니다</translation>
    </message>
    <message>
        <source>%1 and %2: rank correlation %3; furthest apart %4, places %5 and %6.</source>
        <translation>%1·%2: 순위 상관 %3, 가장 크게 어긋나는 레이어 %4(%5위와 %6위).</translation>
    </message>
    <message>
        <source>Measure “%1”</source>
        <translation>“%1” 측정</translation>
    </message>
    <message>
        <source>The same of %1, for pairs of bars</source>
        <translation>%1의 같은 값을 측정해 막대를 짝지웁니다</translation>
    </message>
    <message>
        <source>Pale: %1, still measuring.</source>
        <translation>옅은 막대: %1, 측정하는 중.</translation>
    </message>
    <message>
        <source>Pale: %1, %2 samples.</source>
        <translation>옅은 막대: %1, 샘플 %2개.</translation>
    </message>
    <message>
        <source>Pale: %1.</source>
        <translation>옅은 막대: %1.</translation>
    </message>
    <message>
        <source>%1: being measured.</source>
        <translation>%1: 측정하는 중.</translation>
    </message>
    <message>
        <source>%1: not measured yet.</source>
        <translation>%1: 아직 측정하지 않음.</translation>
    </message>
    <message>
        <source>%1: %2 (%3 to %4)</source>
        <translation>%1: %2 (%3 ~ %4)</translation>
    </message>
    <message>
        <source>%1 and %2: the same order.</source>
        <translation>%1·%2: 순서가 같습니다.</translation>
    </message>
    <message>
        <source>%1; dots: each layer by itself</source>
        <translation>%1, 점: 각 레이어 단독</translation>
    </message>
</context>
<context>
    <name>qscope::views::Sides</name>
    <message>
        <source>now</source>
        <translation>지금</translation>
    </message>
</context>
<context>
    <name>qscope::views::SoftmaxPanel</name>
    <message>
        <source>Softmax</source>
        <translation>소프트맥스</translation>
    </message>
    <message>
        <source>What does softmax produce, and how much of it falls below one step of the quantizer?</source>
        <translation>소프트맥스는 무엇을 만들며, 그중 얼마가 양자화기의 한 단계보다 작은가?</translation>
    </message>
    <message>
        <source>Softmax tensors</source>
        <translation>소프트맥스 텐서</translation>
    </message>
    <message>
        <source>Distribution of the probabilities</source>
        <translation>확률의 분포</translation>
    </message>
    <message>
        <source>Entropy of every head</source>
        <translation>헤드별 엔트로피</translation>
    </message>
    <message>
        <source>probability p</source>
        <translation>확률 p</translation>
    </message>
    <message>
        <source>share of all p [%]</source>
        <translation>전체 p 중 비율 [%]</translation>
    </message>
    <message>
        <source>head</source>
        <translation>헤드</translation>
    </message>
    <message>
        <source>entropy [bit]</source>
        <translation>엔트로피 [비트]</translation>
    </message>
    <message>
        <source>This model has no softmax.</source>
        <translation>이 모델에는 소프트맥스가 없습니다.</translation>
    </message>
    <message>
        <source>Calibrate to see what softmax produces.</source>
        <translation>소프트맥스 출력을 보려면 캘리브레이션하세요.</translation>
    </message>
    <message>
        <source>%1 below one step of 8 bits (1/255)</source>
        <translation>%1가 8비트 한 단계(1/255) 미만</translation>
    </message>
    <message>
        <source>%1 below one step of %2 bits</source>
        <translation>%1가 %2비트 한 단계 미만</translation>
    </message>
    <message>
        <source>%1 above 0.5</source>
        <translation>%1가 0.5 초과</translation>
    </message>
    <message>
        <source>%1 exact zeros</source>
        <translation>%1가 정확히 0</translation>
    </message>
    <message>
        <source>not quantized</source>
        <translation>양자화하지 않음</translation>
    </message>
    <message>
        <source>%1-bit step</source>
        <translation>%1비트 단계</translation>
    </message>
    <message>
        <source>uniform: %1 bit</source>
        <translation>균등: %1비트</translation>
    </message>
    <message>
        <source>as set</source>
        <translation>설정대로</translation>
    </message>
    <message>
        <source> bits</source>
        <translation>비트</translation>
    </message>
    <message>
        <source>Bits of the quantizers compared</source>
        <translation>비교하는 양자화기의 비트</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>엔트로피</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>어텐션</translation>
    </message>
    <message>
        <source>Local SQNR at %1 bits: uniform %2 · log2 %3 · log-√2 %4</source>
        <translation>%1비트에서의 국소 SQNR: 균일 %2 · log2 %3 · log-√2 %4</translation>
    </message>
    <message>
        <source>Codes</source>
        <translation>코드</translation>
    </message>
    <message>
        <source>How often each code is used</source>
        <translation>각 코드를 쓰는 빈도</translation>
    </message>
    <message>
        <source>smallest level</source>
        <translation>가장 작은 값</translation>
    </message>
    <message>
        <source>floating point</source>
        <translation>부동소수점</translation>
    </message>
    <message>
        <source>%1 of %2 bits</source>
        <translation>%2비트 중 %1</translation>
    </message>
    <message>
        <source>quantizer</source>
        <translation>양자화기</translation>
    </message>
    <message>
        <source>below one step</source>
        <translation>한 단계보다 작음</translation>
    </message>
    <message>
        <source>become 0</source>
        <translation>0이 됨</translation>
    </message>
    <message>
        <source>local SQNR</source>
        <translation>국소 SQNR</translation>
    </message>
    <message>
        <source>codes used</source>
        <translation>쓰는 코드</translation>
    </message>
    <message>
        <source>%1: %2. Codes used: the entropy of the codes, what of the bits is used.</source>
        <translation>%1: %2. 쓰는 코드: 코드의 엔트로피, 곧 실제로 쓰이는 비트입니다.</translation>
    </message>
    <message>
        <source>code, largest value first; pale: %1</source>
        <translation>코드, 큰 값부터; 옅은 막대: %1</translation>
    </message>
    <message>
        <source>code, largest value first</source>
        <translation>코드, 큰 값부터</translation>
    </message>
    <message>
        <source>Not quantized per tensor.</source>
        <translation>텐서별로 양자화하지 않습니다.</translation>
    </message>
    <message>
        <source>%1 below the smallest level</source>
        <translation>%1가 가장 작은 값보다 작음</translation>
    </message>
    <message>
        <source>probabilities unchanged</source>
        <translation>확률은 그대로</translation>
    </message>
    <message>
        <source>dashed: %1</source>
        <translation>점선: %1</translation>
    </message>
</context>
<context>
    <name>repq-vit</name>
    <message>
        <source>RepQ-ViT</source>
        <translation>RepQ-ViT</translation>
    </message>
    <message>
        <source>Quantizes a vision transformer: a scale per channel after LayerNorm, moved into the weights; powers of the square root of two after softmax.</source>
        <translation>비전 트랜스포머를 양자화합니다. LayerNorm 뒤에서는 채널별 스케일을 가중치로 옮기고, 소프트맥스 뒤에서는 √2의 거듭제곱을 씁니다.</translation>
    </message>
</context>
<context>
    <name>smooth-quant</name>
    <message>
        <source>SmoothQuant</source>
        <translation>SmoothQuant</translation>
    </message>
    <message>
        <source>Moves the outliers of activations after LayerNorm into the weights behind, by a factor per channel.</source>
        <translation>LayerNorm 뒤 활성값의 이상값을 채널별 배율로 뒤의 가중치에 옮깁니다.</translation>
    </message>
</context>
</TS>
