"""Tiny tokenizers in the layouts of public sentiment models, and what Hugging Face's own library makes of some captions.

pip install tokenizers==0.23.3; python test/posts/tokenizers/make.py
"""

import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

here = Path(__file__).parent
captions = [
    "I love my new shoes, what do you think? lol",
    "Good night 😊",
    "Ich  hasse das!! @user http",
    "  Café crème, très bon\n#ad",
    "新しい靴 👟👟 最高",
    "it's 1,000 times better… don't",
    "<s> </s>",
    "",
]

roberta = Tokenizer(models.BPE())
roberta.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
roberta.decoder = decoders.ByteLevel()
roberta.train_from_iterator(
    captions,
    trainers.BpeTrainer(
        vocab_size=330,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    ),
)
roberta.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=True, add_prefix_space=False)
# Some exports bring these along; how long a text may be is for the user's config to say.
roberta.enable_truncation(max_length=6)
roberta.enable_padding(pad_id=1, pad_token="<pad>", length=16)

xlm = Tokenizer(models.Unigram())
xlm.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(" {2,}", " ")])
xlm.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
xlm.decoder = decoders.Metaspace()
xlm.train_from_iterator(
    captions * 20,
    trainers.UnigramTrainer(
        vocab_size=120, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
    ),
)
xlm.post_processor = processors.TemplateProcessing(
    single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
)

expected = {}
for name, tokenizer in {"roberta": roberta, "xlm-roberta": xlm}.items():
    tokenizer.save(str(here / f"{name}.json"), pretty=False)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    expected[name] = [tokenizer.encode(caption).ids for caption in captions]
(here / "expected.json").write_text(json.dumps({"captions": captions, **expected}, ensure_ascii=False) + "\n")
